package sleeper.deploy.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sleeper.core.error.TransientFailureException;
import sleeper.deploy.AwsDouble;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.cdk.Assembly.Image;
import sleeper.statestore.instance.UnreachableException;
import software.amazon.awssdk.regions.Region;

/** Whether images can be built, or are there; scripts stand for programs that build containers. */
class ContainerImagesIT {
    private static final Account ACCOUNT =
            new Account("123456789012", Region.EU_WEST_2, "arn:aws:iam::123456789012:user/ops");
    private static final List<Image> IMAGES = List.of(new Image(Path.of("/project/asset.7d9"), "assets", "7d9"));
    private static final String REGISTRY = "123456789012.dkr.ecr.eu-west-2.amazonaws.com";

    @TempDir
    private Path folder;

    private final List<String> said = new ArrayList<>();
    private AwsDouble aws;

    @BeforeEach
    void startAws() throws IOException {
        aws = new AwsDouble();
    }

    @AfterEach
    void stopAws() {
        aws.close();
    }

    /** Takes down what is said. */
    private final class Said implements Talk {
        @Override
        public void say(String text) {
            said.add(text);
        }

        @Override
        public boolean confirm(String question) {
            throw new IllegalStateException(question);
        }

        @Override
        public void result(ObjectNode json, String words) {
            throw new IllegalStateException(words);
        }
    }

    private void expectBuildable(String builder, List<Image> images) {
        new ContainerImages(Map.of("CDK_DOCKER", builder), aws.clients(), new AwsCalls(aws.surroundings()), new Said())
                .expectBuildable(images, ACCOUNT);
    }

    private String builder(String script) throws IOException {
        Path program = Files.writeString(folder.resolve("podman"), "#!/bin/sh\n" + script);
        assertThat(program.toFile().setExecutable(true)).isTrue();
        return program.toString();
    }

    @Test
    void shouldLeaveImagesToAProgramThatAnswers() throws IOException {
        expectBuildable(builder("[ \"$*\" = info ]"), IMAGES);
        assertThat(aws.asked()).isEmpty();
    }

    @Test
    void shouldNeedNoProgramWithoutImages() {
        expectBuildable("/no/such/program", List.of());
        assertThat(aws.asked()).isEmpty();
    }

    @Test
    void shouldNeedNoProgramForImagesThatAreInEcr() {
        aws.on("DescribeImages", "{\"imageDetails\": [{\"imageDigest\": \"sha256:0\"}]}");
        expectBuildable("/no/such/program", IMAGES);
        assertThat(said).isEmpty();
    }

    @Test
    void shouldPrintTheCommandsWhereTheProgramDoesNotAnswer() throws IOException {
        // Given a client without its daemon
        String builder = builder("echo no daemon; exit 1");
        aws.refuseByJson("DescribeImages", 400, "ImageNotFoundException");
        // When / Then
        assertThatThrownBy(() -> expectBuildable(builder, IMAGES))
                .isInstanceOf(UnreachableException.class)
                .hasMessageContaining("no answer to '" + builder + " info', and 1 images that are not in ECR yet")
                .hasMessageContaining("name it by CDK_DOCKER");
        assertThat(said)
                .singleElement()
                .satisfies(text -> assertThat(text.lines())
                        .contains(
                                "aws ecr get-login-password --region eu-west-2 | " + builder
                                        + " login --username AWS --password-stdin " + REGISTRY,
                                builder + " build --platform linux/amd64 --tag " + REGISTRY
                                        + "/assets:7d9 '/project/asset.7d9'",
                                builder + " push " + REGISTRY + "/assets:7d9"));
    }

    @Test
    void shouldNameActionAndRepositoryThatMayNotBeLookedAt() {
        aws.refuseByJson("DescribeImages", 400, "AccessDeniedException");
        assertThatThrownBy(() -> expectBuildable("/no/such/program", IMAGES))
                .isInstanceOf(TransientFailureException.class)
                .hasMessageContaining("ecr:DescribeImages")
                .hasMessageContaining("assets:7d9");
    }
}
