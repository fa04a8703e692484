import { describe, expect, test } from '@jest/globals';
import { compileNamedParameters } from './named-parameters.ts';

describe('a named parameter becomes a number', () => {
  test.each([
    ['select :id', 'select $1', ['id']],
    ['select :b, :a, :b', 'select $1, $2, $1', ['b', 'a']],
    ['where id=:id and name<>:name', 'where id=$1 and name<>$2', ['id', 'name']],
    ['(:from,:to)', '($1,$2)', ['from', 'to']],
    [':id', '$1', ['id']],
    [':a:b', '$1$2', ['a', 'b']],
    ['limit :limit', 'limit $1', ['limit']],
    ['any (:ids::uuid[])', 'any ($1::uuid[])', ['ids']],
    ['make_interval(mins => :minutes)', 'make_interval(mins => $1)', ['minutes']],
    ['f(value := :value)', 'f(value := $1)', ['value']],
    ['(:ids::uuid[])[1]', '($1::uuid[])[1]', ['ids']],
    ['ids[:index]', 'ids[$1]', ['index']],
    ['array[:a,:b]', 'array[$1,$2]', ['a', 'b']],
    [':personId2, :person_id', '$1, $2', ['personId2', 'person_id']],
    ['-:amount', '-$1', ['amount']],
    ["'it''s' || :word", "'it''s' || $1", ['word']],
    ['"a:b" = :value', '"a:b" = $1', ['value']],
    ['5 - - :n', '5 - - $1', ['n']],
    ['5 / :n * 2', '5 / $1 * 2', ['n']],
    [
      "$$:no$$ || :yes || $tag$ :no $$ :no $tag$ || ':no'",
      "$$:no$$ || $1 || $tag$ :no $$ :no $tag$ || ':no'",
      ['yes'],
    ],
    ['/* :no /* :no */ :no */ :yes', '/* :no /* :no */ :no */ $1', ['yes']],
    ["-- :no '\n :yes", "-- :no '\n $1", ['yes']],
    ['a -- no end: :no', 'a -- no end: :no', []],
  ])('%s', (text, compiled, names) => {
    expect(compileNamedParameters(text)).toEqual({ text: compiled, names });
  });
});

describe('other text stays as it is', () => {
  test.each([
    'id::text::int',
    "'{}'::text[]",
    'id :: text',
    "'a :b c'",
    "'it''s :b'",
    "'backslash \\' || ':b'",
    String.raw`E'it\'s :b' || e'\\' || ':c'`,
    String.raw`'\' || ':b'`,
    "U&'\\0041:b'",
    "x'1F' || B'01' || N':b'",
    '"a :b ""c :d"',
    '$$ :b $c :d $$',
    "$body$ ':b $$ :c $other$ $body$",
    '$größe$ :b $größe$',
    'a$1 + b$tag$c',
    'a$$ + b$$',
    '名称:b',
    "/* :b */ /* unbalanced ' :c */",
    '/*/ :b */',
    '/* -- */ -- /* :b',
    'ids[1:2], ids[low:high], ids[f(1):g(2)], ids[ids[1]:high], ids[: high], ids[1 : 2], ids[:2]',
    'value := 1',
    "to_char(at, 'HH24:MI') || ':x'",
    'select 1 : 2',
    ':',
    'a:',
    '',
  ])('%s', (text) => {
    expect(compileNamedParameters(text)).toEqual({ text, names: [] });
  });
});

describe('a text that nobody can have meant is refused', () => {
  test.each([
    ['select $1', '$1 is a positional parameter: write a name, such as :id.'],
    ['select :id, $12', '$12 is a positional parameter: write a name, such as :id.'],
    ["select 'no end", "The quote ' has no end."],
    ["select E'no end\\'", "The quote E' has no end."],
    ['select "no end', 'The quote " has no end.'],
    ['select $$ no end', 'The quote $$ has no end.'],
    ['select $tag$ no $$ end', 'The quote $tag$ has no end.'],
    ['/* /* */ no end', 'A comment has no end.'],
  ])('%s', (text, message) => {
    expect(() => compileNamedParameters(text)).toThrow(message);
  });
});
