package sleeper.cdk;

import java.util.Map;
import sleeper.deployed.FunctionVariable;

/** What a stack of the optional ones adds to an instance. */
interface PlatformPart {
    /** @return values of names in the state machines, and in the catalogue of permissions */
    Map<String, String> substitutions();

    /** @return what the functions' environment has of it */
    Map<FunctionVariable, String> variables();
}
