package sleeper.deploy.cdk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import sleeper.core.json.StoredJson;
import sleeper.deploy.aws.Account;

/**
 * What CDK's app has made, for CDK's command to deploy.
 *
 * @param folder of it
 * @param stack  the one that is in it
 */
public record Assembly(Path folder, String stack) {
    /**
     * An image of a container that the stack needs.
     *
     * @param context    folder that it is built from
     * @param repository of ECR
     * @param tag        says what it was built from
     */
    public record Image(Path context, String repository, String tag) {}

    /**
     * Says where it is to be deployed: CDK's command then takes no credentials of another account. The templates are those of any.
     *
     * @throws IOException if the manifest cannot be read or written
     */
    public void expect(Account account) throws IOException {
        JsonNode manifest = read("manifest.json");
        ObjectNode artifact = (ObjectNode) manifest.path("artifacts").path(stack);
        artifact.put(
                "environment", "aws://" + account.id() + "/" + account.region().id());
        var unused = Files.writeString(folder.resolve("manifest.json"), manifest.toString());
    }

    /** @return the template */
    public JsonNode template() throws IOException {
        return read(stack + ".template.json");
    }

    /** @return the images, of which CDK writes in the manifest of the assets how each is built and where it is pushed to */
    public List<Image> images(Account account) throws IOException {
        List<Image> images = new ArrayList<>();
        for (JsonNode image : read(stack + ".assets.json").path("dockerImages")) {
            Path context = folder.resolve(image.at("/source/directory").asText());
            image.path("destinations")
                    .forEach(to -> images.add(new Image(
                            context,
                            inAccount(to.path("repositoryName").asText(), account),
                            to.path("imageTag").asText())));
        }
        return images;
    }

    private static String inAccount(String name, Account account) {
        return name.replace("${AWS::AccountId}", account.id())
                .replace("${AWS::Region}", account.region().id());
    }

    private JsonNode read(String file) throws IOException {
        return StoredJson.parse(file, Files.readString(folder.resolve(file)));
    }
}
