package sleeper.aws.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import sleeper.aws.s3.S3ConditionsPage.Column;

/** The page of conditions says what the servers do; {@code -Dpages.write} writes it. */
class S3ConditionsPageIT {
    private static final Path ROOT = Path.of(System.getProperty("project.root"));

    private static Column tried(String name, S3Server server, boolean manyAtOnce) throws Exception {
        try {
            return S3ConditionsPage.tried(name, server.client(), server::newBucket, manyAtOnce);
        } finally {
            server.stop();
        }
    }

    @Test
    void shouldSayWhatEachServerKeeps() throws Exception {
        List<Column> servers = new ArrayList<>();
        servers.add(tried("s3proxy 4.1.0", S3Server.plain(), false));
        servers.addAll(S3ConditionsPage.others(ROOT.resolve(S3ConditionsPage.OTHERS)));
        Column decorated = tried("s3proxy with `ConditionsOfS3`", S3Server.start(), true);
        String page = S3ConditionsPage.render(servers, decorated);
        Path file = ROOT.resolve(S3ConditionsPage.PATH);
        if (System.getProperty("pages.write") != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, page);
        }

        assertThat(Files.readString(file))
                .as(S3ConditionsPage.PATH
                        + " is stale: run mvn -pl verification/aws-stores/s3 -am verify -Dpages.write")
                .isEqualTo(page);
    }
}
