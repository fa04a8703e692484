import { memo } from 'react';

/**
 * Outlines of 24 by 24 for icons that are rendered many times. The component of the icon library is
 * too costly for a card.
 */
const outlines = {
  time: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5l3.5 2',
  place:
    'M12 21c-4.5-4.6-7-8-7-11a7 7 0 0 1 14 0c0 3-2.5 6.4-7 11zM12 12.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5z',
  person: 'M12 12a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9zM4 21c.6-4 3.7-6 8-6s7.4 2 8 6',
  team: 'M9 11.5a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM2 20.5c.5-3.7 3.2-5.5 7-5.5s6.5 1.8 7 5.5M16 3.7a4 4 0 0 1 0 7.6M18.5 15.3c2 .8 3.2 2.5 3.5 5.2',
  repeat: 'M4 11a8 8 0 0 1 14-4.5L20 8.5M20 3.5v5h-5M20 13a8 8 0 0 1-14 4.5l-2-2M4 20.5v-5h5',
} as const;

export const Icon = memo(function Icon({ name }: { name: keyof typeof outlines }) {
  return (
    <svg className="icon" viewBox="0 0 24 24" aria-hidden="true">
      <path d={outlines[name]} />
    </svg>
  );
});
