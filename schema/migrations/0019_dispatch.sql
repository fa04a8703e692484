-- Authors see a request by their current roles: a partner while it is one, others while they reach
-- its community. Elder, family and dispatcher see it as such, so the end of a mandate or role ends
-- the access. Forward only.

drop policy member on service_request;
do $body$
begin
  execute format('call protect(''service_request'', %L)',
    community_access('rsk', 'community_id')
    || ' or strpos(current_setting(''app.persons'', true), elder_person_id::text) > 0'
    || ' or opened_by_account_id = nullif(current_setting(''app.account''), '''')::uuid and (source = ''PARTNER_APP'' or ' || community_access('sk', 'community_id') || ')'
    || ' or state <> ''IN_REVIEW'' and (' || community_access('sk', 'community_id') || ' or (offered_community_ids <> ''{}'' and has_any_community_access(''sk'', offered_community_ids)))');
end
$body$;

-- Manual changes of a request survive a change of its series.
alter table service_request add column changed_fields text[] not null default '{}';
alter table service_request no force row level security;
alter table request_change no force row level security;
update service_request r set changed_fields = c.fields
from (select foundation_id, request_id, array_agg(distinct field order by field) as fields
      from request_change, unnest(fields) as field where event in ('RequestChanged', 'RequestRescheduled') group by foundation_id, request_id) c
where r.series_id is not null and c.foundation_id = r.foundation_id and c.request_id = r.id;
alter table request_change force row level security;
alter table service_request force row level security;
