import { Arg, Ctx, FieldResolver, Mutation, Resolver, Root } from 'type-graphql';
import { Volunteer } from '../../../schema/people/volunteer.ts';
import {
  IssueCertificateInput,
  ServiceCertificate,
  ServiceCertificatePayload,
} from '../../../schema/requests/certificate.ts';
import { volunteerById } from '../../people/people.queries.ts';
import type { Context } from '../../platform/context/operation-context.ts';
import { certificateById, certificatesByVolunteer } from './certificates.queries.ts';
import { issueCertificate } from './certificates.service.ts';

@Resolver()
export class CertificatesResolver {
  @Mutation(() => ServiceCertificatePayload, {
    description:
      'Gives out a certificate of service with a code that anybody can check at a public page. It costs nothing.',
  })
  async issueCertificate(
    @Ctx('ctx') ctx: Context,
    @Arg('input', () => IssueCertificateInput, { description: 'Whose service, from when to when.' })
    input: IssueCertificateInput,
  ) {
    const { certificateId } = await issueCertificate(ctx, input);
    return { certificate: await ctx.load(certificateById, certificateId) };
  }
}

@Resolver(() => ServiceCertificate)
export class CertificateFields {
  @FieldResolver(() => String, {
    description: 'Public page that shows what it says and whether that still holds. Needs no token.',
  })
  verifyUrl(@Root() { code }: ServiceCertificate, @Ctx('ctx') { services }: Context): string {
    return `${services.links.publicUrl}/verify/${code}`;
  }

  @FieldResolver(() => String, { description: 'The certificate as PDF, for whoever knows the code.' })
  pdfUrl(@Root() { code }: ServiceCertificate, @Ctx('ctx') { services }: Context): string {
    return `${services.links.publicUrl}/verify/${code}/certificate.pdf`;
  }

  @FieldResolver(() => Volunteer, { nullable: true, description: 'Volunteer whose service it certifies.' })
  async volunteer(@Root() { volunteerId }: ServiceCertificate, @Ctx('ctx') ctx: Context): Promise<Volunteer | null> {
    return ctx.load(volunteerById, volunteerId);
  }
}

@Resolver(() => Volunteer)
export class VolunteerCertificates {
  @FieldResolver(() => [ServiceCertificate], {
    complexity: 3,
    description: 'Certificates that were given out, latest first, at most 50, for those who may see them.',
  })
  async certificates(@Root() { id }: Volunteer, @Ctx('ctx') ctx: Context): Promise<ServiceCertificate[]> {
    return (await ctx.load(certificatesByVolunteer, id)) ?? [];
  }
}
