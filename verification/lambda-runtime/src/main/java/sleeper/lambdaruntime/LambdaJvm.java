package sleeper.lambdaruntime;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.ZipFile;

/**
 * The process of a function, as the managed runtime {@code java17} starts it. Its options are those that functions on AWS found in their
 * own command line (sigpwned/the-lambda-iceberg-dissecting-the-official-java-runtimes on GitHub, October 2024), without what only
 * Amazon's image has: an archive of shared classes of the runtime's own and the agent that patches old versions of log4j. The guide says
 * the same of the compiler and the collector (AWS Lambda Developer Guide, "Customize Java runtime startup behavior").
 */
final class LambdaJvm {
    private static final String MAIN = "com.amazonaws.services.lambda.runtime.api.client.AWSLambda";
    private static final String NATIVE_CLIENT =
            "com.amazonaws.services.lambda.runtime.api.client.runtimeapi.NativeClient.JNI";
    private static final int HEAP_PERCENT = 85;
    private static final int KIB_A_MIB = 1024;

    private final List<Path> classPath;

    private LambdaJvm(List<Path> classPath) {
        this.classPath = classPath;
    }

    /**
     * @param project folder of the whole project, in which the class path of the runtime was listed by the build
     * @throws IOException if it was not
     */
    static LambdaJvm of(Path project) throws IOException {
        String listed = Files.readString(project.resolve("verification/lambda-runtime/target/lambda.classpath"));
        return new LambdaJvm(Stream.of(listed.strip().split(":")).map(Path::of).toList());
    }

    /**
     * Starts the process.
     *
     * @param code    folder of the unpacked zip, which is the working directory: the runtime puts it and the jars of its {@code lib} on
     *                the class path of the function
     * @param scratch folder that the process may write to, in place of {@code /tmp}; its log is {@code log} there
     * @param api     host and port of the runtime API
     */
    Process start(FunctionSetup setup, Path code, Path scratch, String api) throws IOException {
        ProcessBuilder process = new ProcessBuilder(command(setup, scratch))
                .directory(code.toFile())
                .redirectErrorStream(true)
                .redirectOutput(scratch.resolve("log").toFile());
        process.environment().clear();
        process.environment().putAll(environment(setup, code, api));
        return process.start();
    }

    private List<String> command(FunctionSetup setup, Path scratch) throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-XX:MaxHeapSize=" + setup.memoryMiB() * KIB_A_MIB * HEAP_PERCENT / 100 + "k");
        command.add("-XX:+UseSerialGC");
        command.add("-Xshare:auto");
        command.add("-XX:+TieredCompilation");
        command.add("-XX:TieredStopAtLevel=1");
        command.add("--add-opens=java.base/java.io=ALL-UNNAMED");
        command.add("-Dorg.crac.Core.Compat=com.amazonaws.services.lambda.crac");
        command.add("-XX:+ErrorFileToStderr");
        command.add("-XX:-UsePerfData");
        command.add("-Djava.io.tmpdir=" + scratch);
        command.add("-D" + NATIVE_CLIENT + "=" + nativeClient(scratch));
        command.addAll(setup.jvmOptions());
        command.add("-classpath");
        command.add(String.join(
                File.pathSeparator, classPath.stream().map(Path::toString).toList()));
        command.add(MAIN);
        command.add(setup.handler());
        return command;
    }

    /** Unpacked here, since the client would unpack it to {@code /tmp} and leave it there. */
    private Path nativeClient(Path scratch) throws IOException {
        String machine = System.getProperty("os.arch").equals("aarch64") ? "aarch_64" : "x86_64";
        String name = "libaws-lambda-jni.linux-" + machine + ".so";
        Path jar = classPath.stream()
                .filter(path -> path.getFileName().toString().startsWith("aws-lambda-java-runtime-interface-client"))
                .findFirst()
                .orElseThrow(() -> new IOException("the runtime's class path has no runtime interface client: "
                        + classPath + "; build verification/lambda-runtime again"));
        Path library = scratch.resolve(name);
        try (ZipFile zip = new ZipFile(jar.toFile());
                InputStream bytes = zip.getInputStream(zip.getEntry("jni/" + name))) {
            Files.copy(bytes, library, StandardCopyOption.REPLACE_EXISTING);
        }
        return library;
    }

    private static Map<String, String> environment(FunctionSetup setup, Path code, String api) {
        Map<String, String> environment = new HashMap<>();
        environment.put("_HANDLER", setup.handler());
        environment.put("AWS_EXECUTION_ENV", "AWS_Lambda_java17");
        environment.put("AWS_LAMBDA_FUNCTION_NAME", setup.name());
        environment.put("AWS_LAMBDA_FUNCTION_MEMORY_SIZE", Integer.toString(setup.memoryMiB()));
        environment.put("AWS_LAMBDA_FUNCTION_VERSION", "1");
        environment.put("AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
        environment.put("AWS_LAMBDA_LOG_GROUP_NAME", "/aws/lambda/" + setup.name());
        environment.put("AWS_LAMBDA_LOG_STREAM_NAME", "log");
        environment.put("AWS_LAMBDA_RUNTIME_API", api);
        environment.put("LAMBDA_TASK_ROOT", code.toString());
        environment.put("LANG", "en_US.UTF-8");
        environment.put("PATH", "/usr/local/bin:/usr/bin:/bin");
        environment.put("TZ", ":UTC");
        environment.putAll(setup.environment());
        return environment;
    }
}
