package sleeper.verification.servers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import sleeper.verification.ProjectTree;

/** A server of a module whose class path fits no other, as a process that ends with this one. */
final class ServerProcess implements AutoCloseable {
    private static final long STOP_SECONDS = 20;

    private final Process process;
    private final String endpoint;

    private ServerProcess(Process process, String endpoint) {
        this.process = process;
        this.endpoint = endpoint;
    }

    /**
     * @param module  its folder below the project's
     * @param options of its virtual machine
     * @param main    says its address on a line, and ends with its standard input
     */
    static ServerProcess start(String module, List<String> options, String main, List<String> arguments)
            throws IOException {
        Path target = ProjectTree.root().resolve(module).resolve("target");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx512m");
        command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:-UsePerfData"));
        command.addAll(options);
        command.add("-cp");
        command.add(target.resolve("test-classes") + ":" + Files.readString(target.resolve("server.classpath")));
        command.add(main);
        command.addAll(arguments);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        for (String line = said.readLine(); line != null; line = said.readLine()) {
            if (line.startsWith("http://")) {
                return new ServerProcess(process, line);
            }
        }
        throw new IOException(main + " ended without saying where it listens");
    }

    String endpoint() {
        return endpoint;
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        if (!hasEnded()) {
            process.destroyForcibly();
            throw new IOException("a server did not end when it was asked to: " + endpoint);
        }
    }

    private boolean hasEnded() {
        try {
            return process.waitFor(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
