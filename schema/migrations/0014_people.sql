-- Somebody who is erased no longer signs in, and no account keeps their name.
grant update (display_name, is_active) on account to linli_identity;
