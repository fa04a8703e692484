import type { ServiceCertificate } from '../../../schema/certification/certificate.ts';
import type { Services } from '../../platform/context/services.ts';
import { statement } from '../../platform/database/statement.ts';
import { systemSession, identitySession, type Session } from '../../platform/database/session.ts';
import { roles } from '../../platform/database/roles.ts';
import { loaderById, loaderByParent } from '../../platform/reads/loaders.ts';

export const certificateById = loaderById<ServiceCertificate>(
  'certification.certificateById',
  'service_certificate',
);

export const certificatesByVolunteer = loaderByParent<ServiceCertificate>(
  'certification.certificatesByVolunteer',
  `select parent.id as parent_id, paper.* from unnest(:parentIds::uuid[]) as parent (id)
   cross join lateral (
     select * from service_certificate s where s.foundation_id = :foundationId and s.volunteer_id = parent.id order by s.id desc limit 50
   ) as paper`,
);

/** The certificate with a code; knowing the code is the authorization. Null when there is none. */
export async function certificateOfCode(
  services: Services,
  code: string,
): Promise<ServiceCertificate | null> {
  // The code resolves to the tenant under the limited role of sign-in. The content is then read
  // inside that tenant.
  const session: Session = { ...identitySession, role: roles.identity };
  const [place] = await services.database.readAs<{ foundationId: string; id: string }>(
    session,
    selectPlace,
    { code },
  );
  if (!place) return null;
  const inside = systemSession(place.foundationId, nobody);
  const [certificate] = await services.database.readAs<ServiceCertificate>(
    inside,
    selectCertificate,
    { foundationId: place.foundationId, certificateId: place.id },
  );
  return certificate ?? null;
}

const nobody = '00000000-0000-0000-0000-000000000000';

const selectPlace = statement(
  'certification.selectPlace',
  'select foundation_id, id from service_certificate where code = :code',
);
const selectCertificate = statement(
  'certification.selectCertificate',
  'select * from service_certificate where foundation_id = :foundationId and id = :certificateId',
);
