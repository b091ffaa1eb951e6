package sleeper.deploy.image;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.cdk.Assembly.Image;
import sleeper.deploy.cdk.Program;
import sleeper.statestore.instance.UnreachableException;
import software.amazon.awssdk.services.ecr.model.DescribeImagesResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;

/**
 * Sees to it that the images are there, or can be built. CDK's command builds and pushes each that is not in ECR, by a program that
 * {@code CDK_DOCKER} names; where there is none, people may push them from another machine.
 */
public final class ContainerImages {
    private static final String BUILDER_VARIABLE = "CDK_DOCKER";
    private static final String PLATFORM = "linux/amd64";

    private final String builder;
    private final DeployClients clients;
    private final AwsCalls calls;
    private final Talk talk;

    /** @param environment variables of the process */
    public ContainerImages(Map<String, String> environment, DeployClients clients, AwsCalls calls, Talk talk) {
        String named = environment.getOrDefault(BUILDER_VARIABLE, "");
        this.builder = named.isBlank() ? "docker" : named;
        this.clients = clients;
        this.calls = calls;
        this.talk = talk;
    }

    /**
     * Says which commands build and push what is missing, if nothing here can.
     *
     * @throws UnreachableException if an image is neither in ECR nor can be built; others as of {@link AwsCalls}
     */
    public void expectBuildable(List<Image> images, Account account) {
        if (images.isEmpty() || answers()) {
            return;
        }
        List<Image> missing = images.stream().filter(image -> !isThere(image)).toList();
        if (missing.isEmpty()) {
            return;
        }
        talk.say("Run these commands where '" + builder + "' or the like is there, with these folders:\n\n"
                + String.join("\n", commands(missing, account)) + "\n");
        throw new UnreachableException(
                "the program '" + builder + "', which builds images of containers",
                "no answer to '" + builder + " info', and " + missing.size() + " images that are not in ECR yet",
                "Start it, or install one and name it by " + BUILDER_VARIABLE
                        + ". Or build and push the images on another machine by the commands above, and deploy again:"
                        + " what is in ECR is not built.",
                null);
    }

    private boolean answers() {
        try {
            return Program.of(List.of(builder, "info")).run(text -> {}).code() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private boolean isThere(Image image) {
        return calls.askAbout(
                        "Whether an image is there was not found out.",
                        "ecr:DescribeImages",
                        image.repository() + ":" + image.tag(),
                        Set.of("RepositoryNotFoundException", "ImageNotFoundException"),
                        () -> clients.ecr()
                                .describeImages(request -> request.repositoryName(image.repository())
                                        .imageIds(ImageIdentifier.builder()
                                                .imageTag(image.tag())
                                                .build())))
                .map(DescribeImagesResponse::imageDetails)
                .filter(found -> !found.isEmpty())
                .isPresent();
    }

    private List<String> commands(List<Image> images, Account account) {
        List<String> commands = new ArrayList<>();
        commands.add("aws ecr get-login-password --region " + account.region() + " | " + builder
                + " login --username AWS --password-stdin " + account.registry());
        for (Image image : images) {
            String name = account.registry() + "/" + image.repository() + ":" + image.tag();
            commands.add(builder + " build --platform " + PLATFORM + " --tag " + name + " '" + image.context() + "'");
            commands.add(builder + " push " + name);
        }
        return commands;
    }
}
