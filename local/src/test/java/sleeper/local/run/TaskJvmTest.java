package sleeper.local.run;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TaskJvmTest {
    private static final long GIB = 1L << 30;

    @AfterEach
    void forgetArchives() {
        System.clearProperty("sleeper.class.archive");
        System.clearProperty("sleeper.class.archive.write");
    }

    @Test
    void shouldShareTheTasksOwnArchiveOfClasses() {
        System.setProperty("sleeper.class.archive", "task.jsa");
        assertThat(TaskJvm.options(GIB))
                .containsExactly(
                        "-Xmx1330m",
                        "-XX:+UseParallelGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:Tier4InvocationThreshold=50000",
                        "-XX:Tier4MinInvocationThreshold=6000",
                        "-XX:Tier4CompileThreshold=150000",
                        "-XX:SharedArchiveFile=task.jsa");
    }

    @Test
    void shouldWriteAnArchiveOfClassesWhereTheLauncherMakesOne() {
        System.setProperty("sleeper.class.archive.write", "task.jsa");
        assertThat(TaskJvm.options(4 * GIB))
                .containsExactly(
                        "-Xmx5317m",
                        "-XX:+UseParallelGC",
                        "-XX:+ExitOnOutOfMemoryError",
                        "-XX:Tier4InvocationThreshold=50000",
                        "-XX:Tier4MinInvocationThreshold=6000",
                        "-XX:Tier4CompileThreshold=150000",
                        "-XX:ArchiveClassesAtExit=task.jsa");
    }
}
