package sleeper.statestore.object;

/** The form of an object's key. */
public final class ObjectKeys {
    private ObjectKeys() {}

    /**
     * @return {@code key}
     * @throws IllegalArgumentException if it is not a key
     */
    public static String check(String key) {
        if (!isKey(key)) {
            throw new IllegalArgumentException("not an object key: " + key);
        }
        return key;
    }

    /** @return whether an object can have the key; one that other programs made in the same place may have another */
    public static boolean isKey(String key) {
        boolean first = true;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean allowedInside = c == '/' || c == '.';
            if (allowedInside ? first : !isAllowed(c)) {
                return false;
            }
            first = c == '/';
        }
        // Here it is true of an empty key, and of one that ends in a slash.
        return !first;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
