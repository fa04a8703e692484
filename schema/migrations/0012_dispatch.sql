-- Series with a note for few eyes, teams and windows; joint visits; neighbours by name. Forward only.

alter table request_series
  -- In which role it was set up.
  add column begun_as text not null default 'DISPATCHER'
    check (begun_as in ('ELDER', 'FAMILY_MEMBER', 'DISPATCHER', 'TEAM_LEADER', 'VOLUNTEER', 'PARTNER_APP')),
  add column has_sensitive_note boolean not null default false,
  add column note_sealed bytea,
  add constraint request_series_note check (has_sensitive_note = (note_sealed is not null));
