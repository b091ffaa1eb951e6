package sleeper.cli.deploy;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.stream.Stream;
import sleeper.core.deployment.DeploymentFolder;
import sleeper.core.deployment.DeploymentParts;
import sleeper.core.platform.Platform;
import sleeper.local.parts.MadeParts;
import sleeper.local.parts.Maven;

/** What is shipped to an account, as far as its platforms need it, laid out as {@link DeploymentParts} has it. */
enum AssetsRecipe {
    /** The functions' zip, and what the image of the ingest task is built from. */
    TASK,
    /** That, and the Spark job's jars. */
    SPARK,
    /** That, and what the image of Spark's pods is built from. */
    PODS;

    private static final List<String> MODULES = List.of(
            "core", "statestore", "sort", "aws", "run", "lambdas", "deployed", "functions", "ingest-task", "spark-job");

    static AssetsRecipe of(DeploymentFolder folder) {
        if (folder.platforms().contains(Platform.EKS)) {
            return PODS;
        }
        return folder.hasSpark() ? SPARK : TASK;
    }

    /**
     * @param root of the project
     * @param told is given a line, for people, about what takes long
     */
    MadeParts.Recipe in(Path root, Maven maven, Consumer<String> told) {
        return new Recipe(this, root, maven, told);
    }

    private record Recipe(AssetsRecipe which, Path root, Maven maven, Consumer<String> told)
            implements MadeParts.Recipe {
        @Override
        public String words() {
            return "The build for AWS";
        }

        @Override
        public String name() {
            return "shipped-" + which.name().toLowerCase(Locale.ROOT);
        }

        @Override
        public List<String> sources() {
            return Stream.concat(
                            CommandRecipe.sources(MODULES).stream(),
                            Stream.of(
                                    "ingest-task/docker",
                                    "spark-job/docker",
                                    "spark-job/image-jars/pom.xml",
                                    "functions/src/main"))
                    .toList();
        }

        @Override
        public boolean isWhole(Path folder) {
            return Files.exists(new DeploymentParts(folder).functionsZip());
        }

        @Override
        public void make(Path unfinished) throws IOException {
            DeploymentParts parts = new DeploymentParts(unfinished);
            build("functions", List.of("-Dimage", "-pl", "functions,ingest-task"));
            ingestImage(parts.ingestImage());
            if (which != TASK) {
                sparkJars(parts);
            }
            if (which == PODS) {
                sparkImage(parts);
            }
            // The last, since by it what was made is known to be whole.
            copy(only(built("functions"), "sleeper-functions-*.zip"), parts.functionsZip());
        }

        private void build(String name, List<String> arguments) throws IOException {
            Path log = root.resolve(CommandRecipe.MADE).resolve("build-" + name + ".log");
            told.accept("Building the files to deploy: " + name + " (once; its log is " + log + ") ...");
            List<String> all = new ArrayList<>(List.of(
                    "-Dquick",
                    "-Dmaven.test.skip=true",
                    "-Djar.alone",
                    "-Dbuild.folder=" + CommandRecipe.BUILD_FOLDER));
            all.addAll(arguments);
            all.addAll(List.of("-am", "package"));
            maven.run("The files to deploy were not built", all, log);
        }

        private Path built(String module) {
            return root.resolve(module).resolve(CommandRecipe.BUILD_FOLDER);
        }

        private void ingestImage(Path context) throws IOException {
            copy(root.resolve("ingest-task/docker/Dockerfile"), context.resolve("Dockerfile"));
            copyAll(built("ingest-task").resolve("jars"), context.resolve("target/jars"));
            Path jar = only(built("ingest-task"), "sleeper-ingest-task-*.jar");
            copy(jar, context.resolve("target").resolve(jar.getFileName()));
        }

        private void sparkJars(DeploymentParts parts) throws IOException {
            build("spark-job for Spark 3", List.of("-pl", "spark-job"));
            copy(only(built("spark-job"), "*-spark3.jar"), parts.sparkJars().get(0));
            build("spark-job for Spark 4", List.of("-Pspark4", "-pl", "spark-job"));
            copy(
                    only(built("spark-job").resolve("spark4"), "*-spark4.jar"),
                    parts.sparkJars().get(1));
        }

        private void sparkImage(DeploymentParts parts) throws IOException {
            build("image of Spark's pods", List.of("-Dimage", "-pl", "spark-job/image-jars"));
            Path docker = root.resolve("spark-job/docker");
            Path context = parts.sparkImage();
            copy(docker.resolve("Dockerfile"), context.resolve("Dockerfile"));
            copy(docker.resolve("executor-pod.yaml"), context.resolve("docker/executor-pod.yaml"));
            copy(docker.resolve("jars.sha256"), context.resolve("docker/jars.sha256"));
            copyAll(docker.resolve("conf"), context.resolve("docker/conf"));
            copyAll(built("spark-job/image-jars").resolve("jars"), context.resolve("image-jars/target/jars"));
            Path jar = only(built("spark-job"), "*-spark3.jar");
            copy(jar, context.resolve("target").resolve(jar.getFileName()));
        }

        /** The Dockerfiles know the names, which have the version of the project's modules in them. */
        private static Path only(Path folder, String glob) throws IOException {
            try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, glob)) {
                Iterator<Path> files = found.iterator();
                if (!files.hasNext()) {
                    throw new IOException("The build left no " + glob + " in " + folder + ".");
                }
                return files.next();
            }
        }

        private static void copyAll(Path from, Path to) throws IOException {
            try (Stream<Path> files = Files.list(from)) {
                for (Path file : files.toList()) {
                    copy(file, to.resolve(file.getFileName()));
                }
            }
        }

        private static void copy(Path from, Path to) throws IOException {
            Path unused = Files.createDirectories(to.getParent());
            Path unusedCopy = Files.copy(from, to);
        }
    }
}
