import { createHash } from 'node:crypto';
import sharp from 'sharp';
import { Refusal } from '../common/errors.ts';
import { limits } from '../common/limits.ts';
import { serialized } from './serialized.ts';

/**
 * A stored photo: decoded and encoded again, so that only its pixels remain of the uploaded file.
 */
export interface DecodedImage {
  jpeg: Buffer;
  thumbnail: Buffer;
  width: number;
  height: number;
  sha256: string;
  /**
   * 64 bits about the content, as a signed integer. Similar photos differ in few bits. Null for a
   * photo with almost no content.
   */
  perceptualHash: bigint | null;
}

export const photoTypes = ['image/jpeg', 'image/png', 'image/webp'] as const;

/**
 * Decodes an uploaded photo. Location, camera and all other metadata are dropped, since only pixels
 * are kept. Memory is bounded: the file by its bytes, the photo by its pixels before decoding, and
 * one is decoded at a time. Refuses with PHOTO_IS_HEIC, PHOTO_TYPE_REFUSED, PHOTO_TOO_LARGE,
 * PHOTO_BROKEN, BUSY_WITH_PHOTOS.
 */
export async function decodeImage(bytes: Buffer): Promise<DecodedImage> {
  if (isHeic(bytes)) throw new Refusal('PHOTO_IS_HEIC');
  if (!typeOf(bytes)) throw new Refusal('PHOTO_TYPE_REFUSED', { allowed: photoTypes.join(', ') });
  return serialized(async () => {
    try {
      return await decode(bytes);
    } catch (error) {
      if (error instanceof Refusal) throw error;
      throw new Refusal('PHOTO_BROKEN');
    }
  });
}

/** Type by the first bytes, whatever its name or header claims. Null for an unsupported type. */
export function typeOf(bytes: Buffer): (typeof photoTypes)[number] | null {
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff]))) return 'image/jpeg';
  if (bytes.subarray(0, 8).equals(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])))
    return 'image/png';
  if (
    bytes.subarray(0, 4).toString('latin1') === 'RIFF' &&
    bytes.subarray(8, 12).toString('latin1') === 'WEBP'
  )
    return 'image/webp';
  return null;
}

/**
 * Default format of iPhones. The image library has no decoder for it, because its patents are not
 * free.
 */
function isHeic(bytes: Buffer): boolean {
  return (
    bytes.subarray(4, 8).toString('latin1') === 'ftyp' &&
    heicBrands.has(bytes.subarray(8, 12).toString('latin1'))
  );
}

const heicBrands: ReadonlySet<string> = new Set([
  'heic',
  'heix',
  'heim',
  'heis',
  'hevc',
  'hevx',
  'mif1',
  'msf1',
]);

async function decode(bytes: Buffer): Promise<DecodedImage> {
  const open = () =>
    sharp(bytes, {
      failOn: 'error',
      limitInputPixels: limits.photoPixelsMax,
      sequentialRead: true,
      pages: 1,
    });
  // Reads the header alone.
  const { width, height } = await sharp(bytes, { limitInputPixels: false }).metadata();
  const pixelsMax =
    typeOf(bytes) === 'image/jpeg' ? limits.photoPixelsMax : limits.photoPixelsWholeMax;
  if (width * height > pixelsMax)
    throw new Refusal('PHOTO_TOO_LARGE', { megapixelsMax: pixelsMax / 1_000_000 });
  const { data: jpeg, info } = await open()
    .timeout({ seconds: secondsMax })
    .autoOrient()
    .flatten({ background: '#ffffff' })
    .resize({ width: sideMax, height: sideMax, fit: 'inside', withoutEnlargement: true })
    .toColourspace('srgb')
    .jpeg({ quality: 82 })
    .toBuffer({ resolveWithObject: true });
  // The rest works on the small, newly encoded photo.
  const thumbnail = await sharp(jpeg)
    .resize({
      width: thumbnailSideMax,
      height: thumbnailSideMax,
      fit: 'inside',
      withoutEnlargement: true,
    })
    .jpeg({ quality: 75 })
    .toBuffer();
  return {
    jpeg,
    thumbnail,
    width: info.width,
    height: info.height,
    sha256: createHash('sha256').update(bytes).digest('hex'),
    perceptualHash: await differenceHash(jpeg),
  };
}

/** Enough to recognise a face and read a sheet. */
const sideMax = 2_048;
const thumbnailSideMax = 320;
const secondsMax = 20;

/**
 * Difference hash: the photo as 9 x 8 grey points, with a bit for each point that is brighter than
 * its right neighbour. It stays nearly the same when a photo is scaled, recompressed or brightened.
 * In a dark or uniform photo nearly all points are alike and the hash would be noise. Such photos
 * get null.
 */
async function differenceHash(jpeg: Buffer): Promise<bigint | null> {
  const points = await sharp(jpeg)
    .greyscale()
    .resize({ width: 9, height: 8, fit: 'fill' })
    .raw()
    .toBuffer();
  let bits = 0n;
  let clear = 0;
  for (let row = 0; row < 8; row += 1) {
    for (let column = 0; column < 8; column += 1) {
      const at = row * 9 + column;
      const difference = (points[at] ?? 0) - (points[at + 1] ?? 0);
      if (Math.abs(difference) > noiseMax) clear += 1;
      bits = (bits << 1n) | (difference > 0 ? 1n : 0n);
    }
  }
  return clear < clearMin ? null : BigInt.asIntN(64, bits);
}

/** Grey levels of 256 by which neighbours differ through noise and compression alone. */
const noiseMax = 2;
/**
 * Of 64 neighbours, this many must differ clearly. Otherwise two photos would match without
 * content.
 */
const clearMin = 16;
