-- Basis of impact figures: communities that existed in a period, and enough people to hide
-- individuals.

-- Derived from ids with a time (version 7). Earlier periods still have figures if somebody was
-- served there.
alter table community add opened_at timestamptz;
alter table community no force row level security;
update community set opened_at = case
  when substr(id::text, 15, 1) = '7' then to_timestamp(('x' || substr(replace(id::text, '-', ''), 1, 12))::bit(48)::bigint / 1000.0)
  else now() end;
alter table community force row level security;
alter table community alter opened_at set default now(), alter opened_at set not null;

alter table foundation add small_cell_threshold integer not null default 5 check (small_cell_threshold between 3 and 100);
