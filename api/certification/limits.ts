/** Limits of the module certification, each with its reason. */
export const certificationLimits = {
  /** Cached PDFs, some 100 KB each, so that a popular link is rendered once. */
  pdfsKept: 20,
  /**
   * Largest file that the camera of a current phone writes, at 108 megapixels. A scanned sheet is
   * smaller.
   */
  photoBytesMax: 32 * 1024 * 1024,
  /** Uploads that are being received at once, each with up to its bytes in memory. */
  uploadsAtOnceMax: 8,
  /**
   * A slow phone sends 12 MiB in this time, a usual one 32. A slower upload only holds the
   * connection.
   */
  uploadSecondsMax: 120,
  /** From announcing a photo to the end of its upload. */
  uploadLinkMinutes: 30,
  /** A page that shows photos is read within this time. Then the client requests new links. */
  readLinkMinutes: 15,
  /**
   * A volunteer in the hills sends her photos in the evening or the next day. Announced photos that
   * never arrive are deleted after this time.
   */
  photoAwaitedHours: 48,
  photosPerVisitMax: 20,
  evidencePerVisitMax: 100,
  /**
   * Of a million codes, five guesses, each valid for a few time steps, succeed in one of some
   * 40,000 visits.
   */
  doorCodeTriesMax: 5,
} as const;
