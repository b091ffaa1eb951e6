package sleeper.statestore.object;

/** The form of an object's key. */
public final class ObjectKeys {
    private ObjectKeys() {}

    /**
     * @return {@code key}
     * @throws IllegalArgumentException if it is not a key
     */
    public static String check(String key) {
        boolean first = true;
        for (int i = 0; i < key.length(); i++) {
            char c = key.charAt(i);
            boolean allowedInside = c == '/' || c == '.';
            if (allowedInside ? first : !isAllowed(c)) {
                throw new IllegalArgumentException("not an object key: " + key);
            }
            first = c == '/';
        }
        // Here it is true of an empty key, and of one that ends in a slash.
        if (first) {
            throw new IllegalArgumentException("not an object key: " + key);
        }
        return key;
    }

    private static boolean isAllowed(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' || c == '-';
    }
}
