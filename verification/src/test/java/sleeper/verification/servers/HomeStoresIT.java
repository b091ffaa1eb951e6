package sleeper.verification.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.error.TransientFailureException;
import sleeper.core.table.TableName;
import sleeper.local.run.EmbeddedRun;
import sleeper.local.run.HomeStores;
import sleeper.local.run.LocalHome;
import sleeper.local.run.LocalPorts;
import sleeper.local.run.StoresChoice;
import sleeper.run.RealSurroundings;
import sleeper.statestore.instance.InstanceStores;
import sleeper.statestore.instance.OwnedStores;
import software.amazon.awssdk.services.s3.S3Client;

/** A home whose stores are on servers: what is chosen once holds, and is found again. */
class HomeStoresIT {
    private static AwsServers servers;

    @TempDir
    private Path folder;

    private LocalHome home;

    @BeforeAll
    static void startServers() throws IOException {
        servers = AwsServers.start();
    }

    @AfterAll
    static void endServers() throws IOException {
        servers.close();
    }

    @BeforeEach
    void makeHome() throws IOException {
        home = new LocalHome(Files.createDirectories(folder.resolve("home")));
    }

    private OwnedStores open() {
        return HomeStores.open(home, RealSurroundings.get());
    }

    private void choose(String words, Map<String, String> environment) {
        new StoresChoice(words, environment).keepIn(home, RealSurroundings.get());
    }

    private static Map<String, String> environment(String id) {
        Map<String, String> environment = new HashMap<>(servers.endpoints());
        environment.put("SLEEPER_INSTANCE_ID", id);
        return environment;
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3", "s3,dynamodb", "s3, dynamodb"})
    void shouldBeFoundAgainByTheHomeAndByItsVariables(String words) {
        // Given
        String unused = servers.choose(home.path(), words);
        CommittingProcess.createTable(open());
        // When
        OwnedStores byHome = open();
        InstanceStores byVariables =
                InstanceStores.open(byHome.variables(), RealSurroundings.get()).orElseThrow();
        // Then
        assertThat(byHome.tables().list()).isEqualTo(byVariables.tables().list());
        assertThat(byHome.tables().log(CommittingProcess.TABLE).state().table()).isPresent();
        assertThat(byHome.ownBuckets()).doesNotContain(byHome.inputBucket());
        assertThat(HomeStores.buckets(home)).isEmpty();
    }

    @Test
    void shouldKeepNoCredentials() throws IOException {
        String unused = servers.choose(home.path(), "s3");

        assertThat(Files.readAllLines(note()))
                .filteredOn(line -> !line.startsWith("#"))
                .extracting(line -> line.substring(0, line.indexOf('=')))
                .containsExactly(
                        "AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL_S3", "AWS_REGION", "SLEEPER_INSTANCE_ID");
    }

    @Test
    void shouldRefuseAnotherDriverThanTheInstanceWasMadeWith() {
        choose("s3,dynamodb", environment("fixed"));

        assertThatThrownBy(() -> choose("s3", environment("fixed")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("sleeper.commit.log.driver")
                .hasMessageContaining("allowed: dynamodb");
    }

    /** A property that is lost or changed would hide every table. */
    @Test
    void shouldRefuseToOpenWhenTheDriverWasChangedInTheProperties() {
        choose("s3", environment("changed"));
        open().properties().putOfInstance(Map.of("sleeper.id", "changed"));

        OwnedStores stores = open();

        assertThatThrownBy(stores::tables)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("found dynamodb; allowed: s3");
    }

    @Test
    void shouldChooseTheSameAgainAndFollowAServerThatMoved() {
        choose("s3,dynamodb", environment("moved"));
        CommittingProcess.createTable(open());
        Map<String, String> elsewhere = environment("moved");
        String address = elsewhere.get("AWS_ENDPOINT_URL_S3").replace("127.0.0.1", "localhost");
        elsewhere.put("AWS_ENDPOINT_URL_S3", address);

        assertThatCode(() -> choose("s3,dynamodb", elsewhere)).doesNotThrowAnyException();

        assertThat(open().variables()).containsEntry("AWS_ENDPOINT_URL_S3", address);
        assertThat(open().tables().log(CommittingProcess.TABLE).state().table()).isPresent();
    }

    @Test
    void shouldRefuseAnotherInstanceThanTheHomeHas() {
        choose("s3", environment("first"));

        assertThatThrownBy(() -> choose("s3", environment("second")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("the instance first");
        assertThatThrownBy(() -> choose("file", Map.of()))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("first");
    }

    @Test
    void shouldRefuseAHomeThatHasTablesInFiles() {
        OwnedStores files = open();
        files.prepare();
        CommittingProcess.createTable(files);

        assertThatThrownBy(() -> choose("s3", environment("late")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("tables and jobs in files");
        assertThatCode(() -> choose("file", Map.of())).doesNotThrowAnyException();
        assertThat(open().tables().list()).containsExactly(CommittingProcess.TABLE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "s4", "dynamodb", "dynamodb,s3", "s3,dynamodb,s3", "S3"})
    void shouldRefuseWordsThatAreNoChoice(String words) {
        assertThatThrownBy(() -> choose(words, environment("words")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("--stores")
                .hasMessageContaining("file, s3, or s3,dynamodb");
        assertThat(note()).doesNotExist();
    }

    @Test
    void shouldNoteNothingWhenTheServerIsNotThere() {
        Map<String, String> nowhere = Map.of(
                "SLEEPER_INSTANCE_ID", "nowhere",
                "AWS_ENDPOINT_URL", "http://127.0.0.1:1");

        assertThatThrownBy(() -> choose("s3", nowhere))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("s3://sleeper-nowhere-config");
        assertThat(note()).doesNotExist();
        assertThat(open().variables()).containsOnlyKeys("SLEEPER_HOME");
    }

    /** Taken for no note, it would open on files, and a job that is sent again would be loaded twice. */
    @ParameterizedTest
    @ValueSource(strings = {"AWS_REGION=eu-west-2\n", "SLEEPER_INSTANCE_ID=\n", "# nothing more\n", ""})
    void shouldSayThatTheNoteIsDamaged(String text) throws IOException {
        Files.writeString(note(), text);

        assertThatThrownBy(this::open)
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("stores.properties")
                .hasMessageContaining("SLEEPER_INSTANCE_ID");
        assertThatThrownBy(() -> choose("s3", environment("damaged")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("stores.properties");
        assertThat(note()).hasContent(text);
    }

    /** Its tables are elsewhere or lost: an empty instance in their place would load every job again. */
    @Test
    void shouldNeverMakeWhatTheHomeHadBefore() throws IOException {
        StringBuilder lines = new StringBuilder();
        environment("lost")
                .forEach((name, value) ->
                        lines.append(name).append('=').append(value).append('\n'));
        Files.writeString(note(), lines.append("AWS_REGION=us-east-1\n"));

        assertThatThrownBy(() -> choose("s3", environment("lost")))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no bucket sleeper-lost-config");
        assertThatThrownBy(() -> open().prepare()).isInstanceOf(InvalidRequestException.class);
        assertThatThrownBy(() -> open().tables())
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("the bucket does not exist");
    }

    /** Whoever opens it first would fix the driver, perhaps by a default that the instance is not made with. */
    @Test
    void shouldNotOpenWhatNobodyHasMadeWhole() {
        choose("s3", environment("whole"));
        try (S3Client s3 = servers.s3()) {
            var unused = s3.deleteObject(
                    request -> request.bucket("sleeper-whole-config").key("commit-log-driver"));
        }

        assertThatThrownBy(() -> open().tables())
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("no s3://sleeper-whole-config/commit-log-driver");
        assertThatThrownBy(() -> choose("s3", environment("whole"))).isInstanceOf(InvalidRequestException.class);
    }

    @Test
    void shouldMakeNothingWhereOnlyOneServiceIsOnAServerOfOnesOwn() {
        Map<String, String> environment = environment("half");
        environment.remove("AWS_ENDPOINT_URL_DYNAMODB");

        assertThatThrownBy(() -> choose("s3,dynamodb", environment))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("AWS_ENDPOINT_URL_DYNAMODB")
                .hasMessageContaining("for both, or for none");
        assertThat(note()).doesNotExist();
    }

    @Test
    void shouldNeedNoServerOfTablesWhereLogsAreOnS3() {
        Map<String, String> environment = environment("one-server");
        environment.remove("AWS_ENDPOINT_URL_DYNAMODB");

        choose("s3", environment);

        assertThat(open().tables().list()).isEmpty();
    }

    /** A shell may have others by now. */
    @Test
    void shouldHandOnThatAServerIsNotNamed() {
        choose("s3", environment("named"));

        assertThat(open().variables()).containsEntry("AWS_ENDPOINT_URL", "");
    }

    @Test
    void shouldKeepTheServersWhereTheShellNamesNone() {
        choose("s3", environment("kept"));
        Map<String, String> before = open().variables();

        choose("s3", Map.of("AWS_ENDPOINT_URL", " "));

        assertThat(open().variables()).isEqualTo(before);
    }

    @Test
    void shouldChooseNothingForAHomeThatAnotherProcessHas() throws IOException {
        try (EmbeddedRun other = EmbeddedRun.tryStart(home).orElseThrow()) {
            assertThat(other.instance().variables()).containsOnlyKeys("SLEEPER_HOME");

            assertThat(EmbeddedRun.tryStart(
                            home, LocalPorts.FREE, Optional.of(new StoresChoice("s3", environment("taken")))))
                    .isEmpty();

            assertThat(note()).doesNotExist();
        }
    }

    private Path note() {
        return home.path().resolve("stores.properties");
    }

    @Test
    void shouldHoldTablesOfTheSameNameApartInTwoInstances() {
        choose("s3", environment("left"));
        CommittingProcess.createTable(open());
        OwnedStores other = HomeStores.open(new LocalHome(otherHome()), RealSurroundings.get());

        assertThat(other.tables().find(new TableName("race"))).isEmpty();
        assertThat(open().tables().find(new TableName("race"))).isPresent();
    }

    private Path otherHome() {
        Path other = folder.resolve("other");
        try {
            Files.createDirectories(other);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        new StoresChoice("s3", environment("right")).keepIn(new LocalHome(other), RealSurroundings.get());
        return other;
    }
}
