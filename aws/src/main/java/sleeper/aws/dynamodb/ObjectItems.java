package sleeper.aws.dynamodb;

import java.util.Map;
import sleeper.statestore.object.ObjectKeys;
import sleeper.statestore.util.Sha256;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/**
 * Objects as items. The partition is the first component of the key, the sort key the rest: all that lies below a folder lies together
 * and in order. An object whose key is one component is in a partition of its own, {@link #TOP}. The first components that were ever
 * used are names in the partition {@link #FOLDERS}; neither can be a component of a key.
 */
final class ObjectItems {
    static final String FOLDER = "folder";
    static final String NAME = "name";
    static final String CONTENT = "content";
    static final String SHA_256 = "sha256";
    static final String TOP = "/";
    static final String FOLDERS = "//";

    private ObjectItems() {}

    /** @return the primary key of an object's item */
    static Map<String, AttributeValue> keyOf(String key) {
        ObjectKeys.check(key);
        return at(folderOf(key), key.substring(key.indexOf('/') + 1));
    }

    static Map<String, AttributeValue> at(String folder, String name) {
        return Map.of(FOLDER, text(folder), NAME, text(name));
    }

    /** @return the partition in which an object lies */
    static String folderOf(String key) {
        int slash = key.indexOf('/');
        return slash < 0 ? TOP : key.substring(0, slash);
    }

    static Map<String, AttributeValue> of(String key, byte[] content) {
        Map<String, AttributeValue> primary = keyOf(key);
        return Map.of(
                FOLDER, primary.get(FOLDER),
                NAME, primary.get(NAME),
                CONTENT, AttributeValue.fromB(SdkBytes.fromByteArray(content)),
                SHA_256, hashOf(content));
    }

    /** @return the object's key */
    static String keyIn(Map<String, AttributeValue> item) {
        String folder = item.get(FOLDER).s();
        return folder.equals(TOP) ? nameIn(item) : folder + "/" + nameIn(item);
    }

    static String nameIn(Map<String, AttributeValue> item) {
        return item.get(NAME).s();
    }

    static byte[] contentIn(Map<String, AttributeValue> item) {
        return item.get(CONTENT).b().asByteArray();
    }

    static AttributeValue hashOf(byte[] content) {
        return text(Sha256.hex(content));
    }

    static AttributeValue text(String value) {
        return AttributeValue.fromS(value);
    }
}
