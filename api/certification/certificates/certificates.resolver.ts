import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  IssueCertificateInput,
  ServiceCertificate,
  ServiceCertificatePayload,
} from '../../../schema/certification/certificate.ts';
import { volunteerById } from '../../people/people.queries.ts';
import { Related } from '../../platform/reads/related.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { certificateById, certificatesByVolunteer } from './certificates.queries.ts';
import { issueCertificate } from './certificates.service.ts';

@Resolver()
export class CertificatesResolver {
  @Mutation(() => ServiceCertificatePayload, {
    description:
      'Issues a certificate of service, free of charge. Its code lets anybody verify it on a public page.',
  })
  async issueCertificate(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => IssueCertificateInput, { description: 'Input for `issueCertificate`.' })
    input: IssueCertificateInput,
  ) {
    const { certificateId } = await issueCertificate(ctx, input);
    return { certificate: await ctx.load(certificateById, certificateId) };
  }
}

@Resolver(() => ServiceCertificate)
export class CertificateFields {
  @FieldResolver(() => String, {
    description:
      'Public page that shows the certified content and whether it is still valid. It needs no token.',
  })
  verifyUrl(@Root() { code }: ServiceCertificate, @Ctx('ctx') { services }: Context): string {
    return `${services.links.publicUrl}/verify/${code}`;
  }

  @FieldResolver(() => String, {
    description: 'URL of the certificate as PDF. Its code is the only credential needed.',
  })
  pdfUrl(@Root() { code }: ServiceCertificate, @Ctx('ctx') { services }: Context): string {
    return `${services.links.publicUrl}/verify/${code}/certificate.pdf`;
  }

  @Related<ServiceCertificate>(() => Volunteer, {
    by: 'volunteerId',
    from: volunteerById,
    nullable: true,
    description: 'Volunteer whose service is certified.',
  })
  readonly volunteer!: Volunteer | null;
}

@Resolver(() => Volunteer)
export class VolunteerCertificates {
  @Related<Volunteer>(() => [ServiceCertificate], {
    by: 'id',
    from: certificatesByVolunteer,
    complexity: 3,
    description:
      'Certificates issued to the volunteer, latest first, at most 50, as far as the caller may see them.',
  })
  readonly certificates!: ServiceCertificate[];
}
