import { Elder } from '../../schema/people/elder.ts';
import { Person } from '../../schema/people/person.ts';
import { TeamMember, Volunteer } from '../../schema/people/volunteer.ts';
import type { Module } from '../platform/module.ts';
import { ElderFields, TeamMembers, VolunteerFields } from './people.fields.ts';
import { elderById, personById, volunteerById } from './people.queries.ts';
import { PeopleResolver } from './people.resolver.ts';

export const peopleModule: Module = {
  name: 'people',
  resolvers: [PeopleResolver, ElderFields, VolunteerFields, TeamMembers],
  entities: [Person, Elder, Volunteer, TeamMember],
  nodes: { person: personById, elder: elderById, volunteer: volunteerById },
};
