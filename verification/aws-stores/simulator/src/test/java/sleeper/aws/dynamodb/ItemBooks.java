package sleeper.aws.dynamodb;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import sleeper.statestore.log.LogEntry;
import sleeper.statestore.log.LogRecord;
import sleeper.statestore.log.RecordFormat;
import sleeper.statestore.log.Tombstone;
import sleeper.testkit.sim.Books;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.dynamodb.model.AttributeValue;

/** Enters items as they change into the books of the simulator. */
interface ItemBooks {
    /**
     * An item is about to be put.
     *
     * @param old the item in its place; empty if there is none
     * @return the item to put
     */
    Map<String, AttributeValue> put(Map<String, AttributeValue> old, Map<String, AttributeValue> item);

    /**
     * An item is about to be changed.
     *
     * @return the item to put
     */
    Map<String, AttributeValue> update(Map<String, AttributeValue> old, Map<String, AttributeValue> changed);

    /** An item that is there is about to be deleted. */
    void delete(Map<String, AttributeValue> item);

    /** Items that are the slots of a log. */
    record OfSlots(Books.OfLog books) implements ItemBooks {
        @Override
        public Map<String, AttributeValue> put(Map<String, AttributeValue> old, Map<String, AttributeValue> item) {
            books.landed((LogEntry) recordIn(item));
            return item;
        }

        @Override
        public Map<String, AttributeValue> update(
                Map<String, AttributeValue> old, Map<String, AttributeValue> changed) {
            if (recordIn(changed) instanceof Tombstone tombstone) {
                books.retired(tombstone.slot());
            }
            return changed;
        }

        private static LogRecord recordIn(Map<String, AttributeValue> item) {
            return RecordFormat.decode(slotOf(item), item.get("record").b().asByteArray(), "the model");
        }

        @Override
        public void delete(Map<String, AttributeValue> item) {
            books.vacated(slotOf(item));
        }

        private static long slotOf(Map<String, AttributeValue> item) {
            return Long.parseLong(item.get("slot").n());
        }
    }

    /** Items that are objects, and the names of their folders. */
    record OfStore(Books.OfObjects books) implements ItemBooks {
        @Override
        public Map<String, AttributeValue> put(Map<String, AttributeValue> old, Map<String, AttributeValue> item) {
            if (!item.containsKey(ObjectItems.CONTENT)) {
                return item;
            }
            String key = ObjectItems.keyIn(item);
            byte[] content = ObjectItems.contentIn(item);
            if (!old.isEmpty()) {
                books.replaced(key, ObjectItems.contentIn(old), content);
                return item;
            }
            byte[] atRest = books.stored(key, content);
            if (Arrays.equals(atRest, content)) {
                return item;
            }
            Map<String, AttributeValue> damaged = new HashMap<>(item);
            damaged.put(ObjectItems.CONTENT, AttributeValue.fromB(SdkBytes.fromByteArray(atRest)));
            return damaged;
        }

        @Override
        public Map<String, AttributeValue> update(
                Map<String, AttributeValue> old, Map<String, AttributeValue> changed) {
            throw new IllegalArgumentException("no driver updates an object: " + changed.keySet());
        }

        @Override
        public void delete(Map<String, AttributeValue> item) {
            books.deleted(ObjectItems.keyIn(item));
        }
    }
}
