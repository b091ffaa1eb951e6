package sleeper.stepfunctions.expression;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.jayway.jsonpath.spi.json.JacksonJsonNodeJsonProvider;

/**
 * Finds nothing behind the end of an array, as the library does with Java's own lists; with Jackson's arrays alone it would find a
 * null. State machines rest on that where they ask by {@code IsPresent} of {@code $.items[0]} whether a list has items.
 */
final class StrictArrays extends JacksonJsonNodeJsonProvider {
    StrictArrays(ObjectMapper mapper) {
        super(mapper);
    }

    @Override
    public Object getArrayIndex(Object array, int index) {
        if (index < 0 || index >= length(array)) {
            throw new IndexOutOfBoundsException(index);
        }
        return super.getArrayIndex(array, index);
    }
}
