package sleeper.core.json;

import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;

/** Readers of trees that take one JSON value and nothing after it, and no object that has a field twice. */
public final class StrictJson {
    private StrictJson() {}

    /** @param bounds of what is read */
    public static ObjectMapper mapper(StreamReadConstraints bounds) {
        ObjectMapper mapper = JsonMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .build();
        mapper.getFactory().setStreamReadConstraints(bounds);
        return mapper;
    }
}
