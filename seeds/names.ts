import type { SeededRandom } from './random.ts';

/** Fictional names of people. The programmes define the two names from the documents. */
export class Names {
  private readonly random: SeededRandom;
  private readonly given = new Set<string>();

  constructor(random: SeededRandom) {
    this.random = random;
  }

  /** A full name that is unique in the foundation, with a form of address not in `taken`. */
  elder(isWoman: boolean, taken: ReadonlySet<string>): { name: string; displayName: string } {
    for (;;) {
      const name = this.full(isWoman ? olderWomen : olderMen);
      const displayName = `${name.slice(0, 1)}${isWoman ? '奶奶' : '爷爷'}`;
      if (!taken.has(displayName)) return { name, displayName };
    }
  }

  volunteer(): string {
    return this.full(youngerWomen);
  }

  private full(givenNames: readonly string[]): string {
    for (;;) {
      const name = this.random.of(surnames) + this.random.of(givenNames);
      if (this.given.has(name)) continue;
      this.given.add(name);
      return name;
    }
  }
}

export const surnames = [
  ...'王李张刘陈杨赵黄周吴徐孙胡朱高林郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文',
];
export const olderWomen = [
  '淑珍',
  '秀英',
  '桂兰',
  '玉珍',
  '秀兰',
  '凤英',
  '桂荣',
  '淑琴',
  '玉华',
  '素珍',
  '月娥',
  '惠芳',
  '淑敏',
  '秀芝',
  '金凤',
];
const olderMen = ['德福', '国栋', '振华', '文斌', '永昌', '志远', '长林', '世杰', '景明', '宝山'];
export const youngerWomen = [
  '丽华',
  '建华',
  '秀云',
  '春梅',
  '红霞',
  '玉兰',
  '艳萍',
  '桂芝',
  '爱华',
  '卫红',
  '美玲',
  '淑芬',
  '晓燕',
  '秀梅',
  '彩霞',
  '凤琴',
];
