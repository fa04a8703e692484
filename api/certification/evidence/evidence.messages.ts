import type { Messages } from '../../platform/common/messages.ts';

export const evidenceMessages: Messages = {
  EVIDENCE_EMPTY: {
    en: 'Send at least one of doorCode, place and sheet.',
    zh: '请至少提供门码、位置、签字单中的一项。',
  },
  SHEET_MISSING: {
    en: 'Describe in sheet the signed paper that gives these figures.',
    zh: '请在 sheet 中写明是哪份签字单。',
  },
  TOO_MUCH_EVIDENCE: {
    en: 'This visit already has {max, plural, one {# piece} other {# pieces}} of evidence. Certify or dispute it.',
    zh: '本次服务已有 {max} 条佐证，请认证或提出异议。',
  },
  DOOR_CODE_TRIES_EXCEEDED: {
    en: 'The door code was wrong {max, plural, one {# time} other {# times}}. Ask the dispatcher to call instead.',
    zh: '门码已错 {max} 次，请让调度员电话核实。',
  },
  ACTING_FOR_NEEDED: {
    en: 'You are not the elder of this visit. Give the elder and the channel in actingFor.',
    zh: '您不是本次服务的老人，请在 actingFor 中写明代谁确认以及途径。',
  },
  PLACE_TOO_VAGUE: {
    en: 'The device position is off by more than {metresMax} m. Go outside, wait for a better fix, and try again.',
    zh: '设备定位误差超过 {metresMax} 米，请到室外等待定位更准后再试。',
  },
  TOO_MANY_PHOTOS: {
    en: 'This visit already has {max, plural, one {# photo} other {# photos}}, the maximum.',
    zh: '本次服务已有 {max} 张照片。',
  },
  LINK_INVALID: {
    en: 'This link is not valid. Request a new one.',
    zh: '链接无效，请重新获取。',
  },
  LINK_EXPIRED: { en: 'This link has expired. Request a new one.', zh: '链接已过期，请重新获取。' },
  FILE_TOO_LARGE: {
    en: 'The file is larger than {mebibytesMax} MiB. Make the photo smaller and send it again.',
    zh: '文件超过 {mebibytesMax} MiB，请缩小照片后重新发送。',
  },
  FILE_EMPTY: {
    en: 'The file is empty. Send the photo as the request body.',
    zh: '文件为空，请把照片作为请求正文发送。',
  },
  UPLOAD_TOO_SLOW: {
    en: 'The file did not arrive within {secondsMax} s. Try again where the network is better.',
    zh: '文件未能在 {secondsMax} 秒内传完，请在网络较好处重试。',
  },
  PHOTO_IS_HEIC: {
    en: 'HEIC photos cannot be read. On an iPhone choose Settings, Camera, Formats, Most Compatible, or share the photo as JPEG and send it again.',
    zh: '这是 HEIC 格式的照片，平台无法读取。请在手机“设置－相机－格式”中选择“兼容性最佳”，或把照片另存为 JPEG 后重新发送。',
  },
  PHOTO_TYPE_REFUSED: {
    en: 'This is not a photo in an accepted format ({allowed}). Convert it and send it again.',
    zh: '不是可接受的图片格式（{allowed}），请转换后重新发送。',
  },
  PHOTO_TYPE_DIFFERS: {
    en: 'The photo was announced as {announced}, but the file is {found}. Announce its real type.',
    zh: '申报的类型是 {announced}，实际文件是 {found}，请如实申报。',
  },
  PHOTO_TOO_LARGE: {
    en: 'The photo is larger than {megapixelsMax, plural, one {# megapixel} other {# megapixels}}. Make it smaller.',
    zh: '图片超过 {megapixelsMax} 百万像素，请缩小。',
  },
  PHOTO_BROKEN: {
    en: 'The photo cannot be read completely. Take or export it again.',
    zh: '无法完整读取图片，请重新拍摄或导出。',
  },
  BUSY_WITH_PHOTOS: {
    en: 'Many photos are being uploaded right now. Try again in a few seconds.',
    zh: '当前上传的照片较多，请几秒后重试。',
  },
  PHOTO_ALREADY_STORED: {
    en: 'Another file is already stored for this photo. Announce a new photo.',
    zh: '这张照片已存入另一个文件，请另行申报新照片。',
  },
};
