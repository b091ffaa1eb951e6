package sleeper.deploy.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import sleeper.aws.AwsInstanceProvider;
import sleeper.aws.AwsPlace;
import sleeper.aws.client.AwsClients;
import sleeper.core.deployment.Deployer;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.deployment.DeploymentParts;
import sleeper.core.deployment.InstanceNames;
import sleeper.core.error.Fault;
import sleeper.core.error.InvalidRequestException;
import sleeper.core.json.StoredJson;
import sleeper.core.platform.Platform;
import sleeper.core.price.json.PriceListJson;
import sleeper.deploy.Talk;
import sleeper.deploy.aws.Account;
import sleeper.deploy.aws.AwsCalls;
import sleeper.deploy.aws.DeployClients;
import sleeper.deploy.cdk.Assembly;
import sleeper.deploy.cdk.Cdk;
import sleeper.deploy.cdk.Changes;
import sleeper.deploy.check.AccountChecks;
import sleeper.deploy.cost.StandingCost;
import sleeper.deploy.end.Destroy;
import sleeper.deploy.image.ContainerImages;
import sleeper.deploy.step.Confirmation;
import sleeper.deploy.step.Steps;
import sleeper.statestore.instance.UnreachableException;
import sleeper.statestore.util.Surroundings;
import software.amazon.awssdk.regions.Region;

/**
 * Deploys by CDK, and by the steps that follow CloudFormation. Nothing is made before all that can be asked has been asked, and a deployment
 * that stops at some point goes on from there when it is started anew.
 */
public final class Deployment implements Deployer {
    private final Map<String, String> environment;
    private final Optional<String> region;
    private final Surroundings surroundings;
    private final Talk talk;

    /**
     * @param environment variables, as those of a process
     * @param region      to deploy to; empty for that of the environment
     */
    public Deployment(Map<String, String> environment, Optional<String> region, Surroundings surroundings, Talk talk) {
        this.environment = Map.copyOf(environment);
        this.region = region;
        this.surroundings = surroundings;
        this.talk = talk;
    }

    /** The cost is said before AWS is asked for anything, so that it is known without an account. */
    @Override
    public void preview(Path home, DeploymentParts parts) {
        DeploymentFolder folder = DeploymentFolder.read(home);
        try (Templates templates = templates(folder, home, parts)) {
            Assembly assembly = templates.make(Optional.empty());
            StandingCost cost = StandingCost.of(assembly.template(), PriceListJson.shipped());
            talk.say(cost.words());
            DeployClients clients = clients(folder.names().id());
            Account account = checked(folder, clients);
            if (folder.platforms().contains(Platform.EKS)) {
                assembly = templates.make(deployer(folder, account, clients));
            }
            assembly.expect(account);
            Changes changes = cdk(folder, clients, parts).diff(assembly.folder());
            tell(folder, account, changes, cost);
        } catch (IOException e) {
            throw new UncheckedIOException("What a deployment would make was not found out.", e);
        }
    }

    private void tell(DeploymentFolder folder, Account account, Changes changes, StandingCost cost) {
        ObjectNode json = place(folder.names(), account).put("changes", changes.text());
        json.set("replaced", StoredJson.texts(changes.replaced()));
        json.set("removed", StoredJson.texts(changes.removed()));
        json.set("takenIn", StoredJson.texts(changes.takenIn()));
        json.set("monthlyCost", cost.json());
        talk.result(json, changes.words() + "\nNothing was changed.");
    }

    @Override
    public void deploy(Path home, DeploymentParts parts) {
        DeploymentFolder folder = DeploymentFolder.read(home);
        DeployClients clients = clients(folder.names().id());
        Account account = checked(folder, clients);
        try (Templates templates = templates(folder, home, parts)) {
            Assembly assembly = templates.make(deployer(folder, account, clients));
            assembly.expect(account);
            expectImages(assembly, templates, account, clients);
            cdk(folder, clients, parts).deploy(assembly.folder());
        } catch (IOException e) {
            throw new UncheckedIOException("The instance was not deployed.", e);
        }
        List<Path> jars = folder.hasSpark() ? parts.sparkJars() : List.of();
        new Steps(folder, jars, clients, surroundings, talk).run(account);
        List<String> awaited = new Confirmation(clients, new AwsCalls(surroundings))
                .awaited(account.arn("sns", folder.names().errorsTopic()));
        tellDeployed(folder, account, awaited);
    }

    /** The commands that are printed for people name the folders of the images, which then stay. */
    private void expectImages(Assembly assembly, Templates templates, Account account, DeployClients clients)
            throws IOException {
        try {
            new ContainerImages(environment, clients, new AwsCalls(surroundings), talk)
                    .expectBuildable(assembly.images(account), account);
        } catch (UnreachableException e) {
            templates.keep();
            throw e;
        }
    }

    private void tellDeployed(DeploymentFolder folder, Account account, List<String> awaited) {
        String id = folder.names().id();
        ObjectNode json = place(folder.names(), account).put("deployed", true);
        json.set("awaitingConfirmation", StoredJson.texts(awaited));
        talk.result(
                json,
                "The instance " + id + " is deployed in " + account.region() + " of account " + account.id() + "."
                        + (awaited.isEmpty()
                                ? ""
                                : " Mails about errors reach nobody yet: " + String.join(", ", awaited)
                                        + " must follow the link in the mail 'AWS Notification - Subscription"
                                        + " Confirmation'.")
                        + "\nLook whether it is whole with 'sleeper doctor --instance " + id + " --region "
                        + account.region() + "', and send it a job with 'sleeper submit JOB.json --instance " + id
                        + " --region " + account.region() + "'.");
    }

    private static ObjectNode place(InstanceNames names, Account account) {
        return StoredJson.object()
                .put("instance", names.id())
                .put("stack", names.stack())
                .put("account", account.id())
                .put("region", account.region().id());
    }

    @Override
    public boolean destroy(String id, RunningJobs jobs, Duration limit, boolean confirmed) {
        return new Destroy(new InstanceNames(id), clients(id), surroundings, talk)
                .run(Destroy.Jobs.valueOf(jobs.name()), limit, confirmed);
    }

    private DeployClients clients(String id) {
        Map<String, String> named = new HashMap<>(environment);
        named.put(AwsInstanceProvider.ID_VARIABLE, id);
        region.ifPresent(where -> named.put(AwsPlace.REGION_VARIABLE, where));
        String where = AwsPlace.of(named).orElseThrow().region();
        return new DeployClients(new AwsClients(named::get, List.of()), Region.of(where), Optional.empty());
    }

    /** @throws InvalidRequestException with all that stands in the way of a deployment */
    private Account checked(DeploymentFolder folder, DeployClients clients) {
        Account account = Account.of(clients, new AwsCalls(surroundings));
        List<Fault> faults = new AccountChecks(clients, surroundings).faults(folder, account);
        if (!faults.isEmpty()) {
            throw new InvalidRequestException("The instance " + folder.names().id() + " cannot be deployed.", faults);
        }
        return account;
    }

    /** @return who makes what is within the EKS cluster, if there is to be one */
    private Optional<String> deployer(DeploymentFolder folder, Account account, DeployClients clients) {
        return folder.platforms().contains(Platform.EKS)
                ? Optional.of(account.principal(clients, new AwsCalls(surroundings)))
                : Optional.empty();
    }

    private Templates templates(DeploymentFolder folder, Path home, DeploymentParts parts) throws IOException {
        talk.say("Making the templates of the instance " + folder.names().id() + " ...");
        return new Templates(folder.names().stack(), home, parts);
    }

    private Cdk cdk(DeploymentFolder folder, DeployClients clients, DeploymentParts parts) {
        return new Cdk(
                parts.folder().getParent(),
                folder.names().id(),
                clients.region().id(),
                talk::say);
    }
}
