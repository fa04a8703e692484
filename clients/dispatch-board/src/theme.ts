import type { ThemeConfig } from 'antd';

/**
 * Large and calm: people look at this all day, some of them over sixty. Text colours keep a
 * contrast of 4.5 to 1.
 */
export const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1f6f5c',
    colorInfo: '#1f6f5c',
    colorInfoBg: '#e8f3ef',
    colorInfoBorder: '#b5d6ca',
    colorPrimaryBg: '#e8f3ef',
    colorSuccessBg: '#e8f4ec',
    colorSuccessBorder: '#b4d8c2',
    colorWarningBg: '#fdf3e0',
    colorErrorBg: '#fdeceb',
    colorPrimaryHover: '#17594a',
    colorPrimaryActive: '#124539',
    colorLink: '#17594a',
    colorSuccess: '#2c7a4b',
    colorWarning: '#b45309',
    colorError: '#b42318',
    colorTextBase: '#1d2a26',
    colorTextPlaceholder: '#66736e',
    colorTextDescription: '#55635d',
    // For people that animations make unwell.
    motion: !matchMedia('(prefers-reduced-motion: reduce)').matches,
    borderRadius: 10,
    fontSize: 16,
    controlHeight: 42,
    fontFamily:
      'system-ui, -apple-system, "PingFang SC", "Microsoft YaHei", "Noto Sans SC", "Noto Sans CJK SC", sans-serif',
  },
  components: {
    Button: { fontWeight: 600, primaryShadow: 'none' },
    Descriptions: { labelColor: '#55635d' },
    Drawer: { footerPaddingBlock: 16 },
    Form: { itemMarginBottom: 18, labelColor: '#3b4944' },
  },
};
