package sleeper.core.util;

/** The order of texts by their UTF-8 bytes, which object stores list by. {@link String#compareTo} orders by UTF-16 units instead. */
public final class Utf8Order {
    private Utf8Order() {}

    /**
     * The two orders differ in one case: a character beyond U+FFFF is two surrogates in UTF-16, which are less than U+E000 to
     * U+FFFF, and the greatest of all in UTF-8. No bytes are made.
     *
     * @return less than, equal to or greater than 0 as {@code a} comes before {@code b}, is it, or comes after it
     */
    public static int compare(String a, String b) {
        int both = Math.min(a.length(), b.length());
        for (int i = 0; i < both; i++) {
            char ofA = a.charAt(i);
            char ofB = b.charAt(i);
            if (ofA != ofB) {
                boolean beyond = Character.isSurrogate(ofA);
                return beyond == Character.isSurrogate(ofB) ? ofA - ofB : beyond ? 1 : -1;
            }
        }
        return a.length() - b.length();
    }
}
