package sleeper.api.function;

import sleeper.lambda.DeployedFunction;

/** The function that programs invoke in place of an HTTP server: whoever may invoke it may do what the API can. */
public enum ApiFunction implements DeployedFunction {
    API;

    @Override
    public String word() {
        return "api";
    }

    @Override
    public String handler() {
        return ApiHandler.class.getName() + "::handleRequest";
    }

    @Override
    public int memoryMiB() {
        return Memory.WHOLE_CPU;
    }

    @Override
    public int timeoutSeconds() {
        return LONGEST_SECONDS;
    }
}
