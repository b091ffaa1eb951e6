package sleeper.core.json;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class CanonicalJsonTest {
    @Test
    void shouldSortNamesAtEveryDepthAndLeaveOutWhiteSpace() {
        String text = "{ \"b\" : [ {\"z\":1, \"a\":null} ],\n \"a\" : \"ü\" }";

        assertThat(CanonicalJson.write(StoredJson.parse("The text", text)))
                .isEqualTo("{\"a\":\"ü\",\"b\":[{\"a\":null,\"z\":1}]}");
    }

    @Test
    void shouldDigestTheSameValueToTheSameSha256() {
        String digest = CanonicalJson.digest(StoredJson.parse("The text", "{\"b\":1,\"a\":2}"));

        assertThat(digest)
                .isEqualTo(CanonicalJson.digest(StoredJson.parse("The text", "{\"a\": 2, \"b\": 1}")))
                .isEqualTo(CanonicalJson.sha256("{\"a\":2,\"b\":1}"))
                .isEqualTo("d3626ac30a87e6f7a6428233b3c68299976865fa5508e4267c5415c76af7a772");
    }
}
