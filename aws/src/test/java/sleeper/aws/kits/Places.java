package sleeper.aws.kits;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.platform.engine.support.store.Namespace;
import org.junit.platform.launcher.LauncherSession;

/** Gives each test that asks for one a place on the session's server, and closes the place behind it. */
final class Places implements ParameterResolver {
    private static final String NAME = Places.class.getName();
    private static final ExtensionContext.Namespace PLACES = ExtensionContext.Namespace.create(NAME);

    /** Where the places of a session are. A session closes what can be closed of what it is given, which a server is not to be. */
    private record Ground(KitServer server) {}

    /** Names the server that all tests of the session run on. */
    static void on(LauncherSession session, KitServer server) {
        session.getStore().put(Namespace.create(NAME), Ground.class, new Ground(server));
    }

    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext test) {
        return parameter.getParameter().getType() == Place.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext test) {
        Ground ground = test.getStore(StoreScope.LAUNCHER_SESSION, PLACES).get(Ground.class, Ground.class);
        return test.getStore(PLACES)
                .computeIfAbsent(Place.class, type -> ground.server().newPlace(), Place.class);
    }
}
