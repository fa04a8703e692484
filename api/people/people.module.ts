import { AuditEntry } from '../../schema/identity/audit-entry.ts';
import { Consent } from '../../schema/people/consent.ts';
import { Elder } from '../../schema/people/elder.ts';
import { Mandate } from '../../schema/people/mandate.ts';
import { Person } from '../../schema/people/person.ts';
import { Disclosure } from '../../schema/people/personal-data.ts';
import { Qualification } from '../../schema/people/qualification.ts';
import { TeamMember, Volunteer } from '../../schema/people/volunteer.ts';
import type { Module } from '../platform/module/module.ts';
import { rightToActFor } from './acting-for.ts';
import { auditEntryById, grantById } from './audit.queries.ts';
import { AuditResolver, RoleGrantsResolver } from './audit.resolver.ts';
import { CommunityPeople, ElderFields, TeamMembers, VolunteerFields } from './people.fields.ts';
import { CorrectionsResolver } from './corrections.resolver.ts';
import { MePeople } from './me.fields.ts';
import { peopleMessages } from './people.messages.ts';
import { peoplePolicy } from './people.policy.ts';
import {
  consentById,
  disclosureById,
  elderById,
  mandateById,
  personById,
  qualificationById,
  volunteerById,
} from './people.queries.ts';
import { PeopleResolver } from './people.resolver.ts';
import {
  DisclosureFields,
  PersonFields,
  RoleGrantHolder,
  VolunteerMembershipFields,
} from './person.fields.ts';
import { peoplePart } from './data-subject-rights.service.ts';
import { StandingResolver } from './standing.resolver.ts';
import { peopleTerms } from './people.terms.ts';
import { peopleScopes } from './people.scopes.ts';

export const peopleModule: Module = {
  name: 'people',
  scopes: peopleScopes,
  resolvers: [
    PeopleResolver,
    CorrectionsResolver,
    StandingResolver,
    AuditResolver,
    RoleGrantsResolver,
    ElderFields,
    VolunteerFields,
    TeamMembers,
    CommunityPeople,
    MePeople,
    PersonFields,
    VolunteerMembershipFields,
    DisclosureFields,
    RoleGrantHolder,
  ],
  entities: [
    Person,
    Elder,
    Volunteer,
    TeamMember,
    Disclosure,
    Mandate,
    Qualification,
    Consent,
    AuditEntry,
  ],
  policy: peoplePolicy,
  messages: peopleMessages,
  terms: peopleTerms,
  rightToActFor,
  dataSubject: peoplePart,
  nodes: {
    person: personById,
    elder: elderById,
    volunteer: volunteerById,
    mandate: mandateById,
    qualification: qualificationById,
    personconsent: consentById,
    disclosure: disclosureById,
    audit: auditEntryById,
    grant: grantById,
  },
};
