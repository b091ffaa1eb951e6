package sleeper.cli.services;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sleeper.api.Api;
import sleeper.api.ApiPlace;
import sleeper.api.route.Route;
import sleeper.cli.doctor.Checkup;
import sleeper.cli.frame.Surrounding;
import sleeper.console.ConsoleServer;
import sleeper.console.Keys;
import sleeper.core.settings.InstanceSettings;
import sleeper.local.run.LocalHome;
import sleeper.statestore.instance.CheckedSettings;
import sleeper.statestore.instance.Instance;
import sleeper.stepfunctions.http.HttpEndpoint;

/**
 * The console of the instance that a command line names.
 *
 * @param surrounding names the instance
 * @param instance    the instance
 */
record ConsoleOfPlace(Surrounding surrounding, Instance instance) {
    /**
     * Starts to serve it.
     *
     * @param endpoint  which serves nothing yet
     * @param addresses of the instance's services, by name; never a secret
     */
    ConsoleServer serve(Keys keys, HttpEndpoint endpoint, Map<String, String> addresses) {
        Set<String> hosts = surrounding.deployedInstance().isPresent()
                ? Set.of()
                : Set.copyOf(new CheckedSettings(instance.stores()).ofInstance().get(InstanceSettings.LOCAL_HOSTS));
        return ConsoleServer.start(instance, api(addresses), keys, endpoint, hosts);
    }

    /** @param addresses as {@link #serve} takes them */
    Api api(Map<String, String> addresses) {
        Optional<String> deployed = surrounding.deployedInstance();
        ApiPlace place = new ApiPlace(
                deployed.isPresent() ? "deployed" : "embedded",
                deployed.orElse("local"),
                surrounding.environment().getOrDefault("AWS_REGION", ""),
                addresses);
        return Api.of(instance, place, surrounding.clock(), routes(deployed.isEmpty()));
    }

    private List<Route> routes(boolean onThisMachine) {
        List<Route> routes = new ArrayList<>(List.of(Route.get(
                        "/doctor", "Looks whether the instance is there and whole, which takes a while.")
                .gives(
                        "{\"ok\",\"checks\":[{\"name\",\"state\",\"found\",\"advice\"}]}",
                        call -> Checkup.json(new Checkup(surrounding, () -> instance, line -> {}).look()))));
        if (onThisMachine) {
            Path home = surrounding.home();
            routes.addAll(new MachineRoutes(new LocalHome(home)).all());
        }
        return routes;
    }
}
