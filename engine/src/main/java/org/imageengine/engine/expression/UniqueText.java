package org.imageengine.engine.expression;

/**
 * The text of {@code uniqueString()}: a hash of 64 bits of the MurmurHash family that works on two
 * halves of 32 bits with seed 0, written in 13 digits of base 32, the highest bits first. Checked
 * against results that Azure Resource Manager is published to give.
 */
final class UniqueText {
  private static final String DIGITS = "abcdefghijklmnopqrstuvwxyz234567";
  private static final int LENGTH = 13;

  private UniqueText() {}

  static String of(byte[] bytes) {
    long hash = hash(bytes);
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < LENGTH; i++) {
      text.append(DIGITS.charAt((int) (hash >>> 59)));
      hash <<= 5;
    }
    return text.toString();
  }

  private static long hash(byte[] bytes) {
    int low = 0;
    int high = 0;
    int rest = bytes.length - bytes.length % 8;
    for (int i = 0; i < rest; i += 8) {
      low ^= scrambledLow(word(bytes, i));
      low = (Integer.rotateLeft(low, 19) + high) * 5 + 0x561ccd1b;
      high ^= scrambledHigh(word(bytes, i + 4));
      high = (Integer.rotateLeft(high, 13) + low) * 5 + 0x0bcaa747;
    }
    low ^= scrambledLow(word(bytes, rest)) ^ bytes.length;
    high ^= scrambledHigh(word(bytes, rest + 4)) ^ bytes.length;
    low += high;
    high += low;
    low = mixed(low);
    high = mixed(high);
    low += high;
    high += low;
    return (long) high << 32 | Integer.toUnsignedLong(low);
  }

  /** Four bytes, the lowest first; those behind the end are 0. */
  private static int word(byte[] bytes, int start) {
    int word = 0;
    for (int i = Math.min(start + 4, bytes.length) - 1; i >= start; i--) {
      word = word << 8 | Byte.toUnsignedInt(bytes[i]);
    }
    return word;
  }

  private static int scrambledLow(int word) {
    return Integer.rotateLeft(word * 0x239b961b, 15) * 0xab0e9789;
  }

  private static int scrambledHigh(int word) {
    return Integer.rotateLeft(word * 0xab0e9789, 17) * 0x239b961b;
  }

  private static int mixed(int half) {
    int mixed = (half ^ half >>> 16) * 0x85ebca6b;
    mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
    return mixed ^ mixed >>> 16;
  }
}
