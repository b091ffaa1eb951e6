package sleeper.local.sqs;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.Props;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.pattern.Patterns;
import org.elasticmq.NodeAddress;
import org.elasticmq.StrictSQSLimits$;
import org.elasticmq.actor.QueueManagerActor;
import org.elasticmq.actor.queue.QueueEvent;
import org.elasticmq.persistence.sql.DB;
import org.elasticmq.persistence.sql.SqlQueuePersistenceActor;
import org.elasticmq.persistence.sql.SqlQueuePersistenceConfig;
import org.elasticmq.rest.sqs.AutoCreateQueuesConfig;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.util.NowProvider;
import scala.Option;
import scala.collection.immutable.List$;
import scala.util.Either;
import scalikejdbc.ConnectionPool$;

/**
 * ElasticMQ in this process, its queues and messages in an H2 database whose every commit is written before it is acknowledged, so that
 * a message that was accepted survives the death of the process. The project's Scala types are in this class, in
 * {@link ElasticMqRoutes} and in {@link SqsService}.
 *
 * <p>ElasticMQ keeps its database connection in a place of which a process has one, so only one can be open at a time. A write that
 * fails closes the database for good, and ElasticMQ answers no more: {@link #isBroken}.
 */
final class ElasticMq implements AutoCloseable {
    private static final AtomicBoolean OPEN = new AtomicBoolean();
    private static final AtomicBoolean CONNECTED_BEFORE = new AtomicBoolean();
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final ActorSystem actors;
    private final ActorRef persistence;
    private final Route routes;

    private ElasticMq(ActorSystem actors, ActorRef persistence, Route routes) {
        this.actors = actors;
        this.persistence = persistence;
        this.routes = routes;
    }

    /**
     * Opens what the directory holds.
     *
     * @param port where clients find the queues; part of their URLs
     * @throws IllegalStateException if one is open in this process, or the database cannot be opened
     */
    static ElasticMq open(Path directory, String host, int port, String region, String account) {
        if (!OPEN.compareAndSet(false, true)) {
            throw new IllegalStateException(
                    "Only one set of local queues can be open in a process. Close the other first");
        }
        ActorSystem actors = ActorSystem.create("elasticmq", configuration());
        try {
            ActorRef persistence = persistence(actors, directory);
            ActorRef manager = actors.actorOf(Props.create(
                    QueueManagerActor.class, new NowProvider(), StrictSQSLimits$.MODULE$, Option.apply(persistence)));
            restore(persistence, manager);
            NodeAddress address = new NodeAddress("http", host, port, "");
            TheSQSRestServerBuilder builder = new TheSQSRestServerBuilder(
                    Option.apply(actors),
                    Option.apply(manager),
                    host,
                    port,
                    address,
                    false,
                    StrictSQSLimits$.MODULE$,
                    region,
                    account,
                    Option.apply(persistence),
                    AutoCreateQueuesConfig.disabled());
            return new ElasticMq(actors, persistence, ElasticMqRoutes.of(builder, actors, manager, address));
        } catch (RuntimeException e) {
            stop(actors);
            throw e;
        }
    }

    ActorSystem actors() {
        return actors;
    }

    Route routes() {
        return routes;
    }

    /** @return whether it has lost its database, so that it will answer no more */
    @SuppressWarnings("deprecation")
    boolean isBroken() {
        return persistence.isTerminated();
    }

    /** Takes its database away, as a disk without room does; it is gone when this returns. */
    void loseDatabase() {
        Patterns.gracefulStop(persistence, PATIENCE).toCompletableFuture().join();
    }

    @Override
    public void close() {
        stop(actors);
    }

    private static void stop(ActorSystem actors) {
        try {
            actors.terminate();
            actors.getWhenTerminated().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The local queues could not be closed", e);
        } finally {
            ConnectionPool$.MODULE$.closeAll();
            OPEN.set(false);
        }
    }

    private static Config configuration() {
        return ConfigFactory.parseMap(Map.of(
                        "pekko.daemonic", "on",
                        "pekko.loglevel", "WARNING",
                        "pekko.loggers", List.of("org.apache.pekko.event.slf4j.Slf4jLogger"),
                        "pekko.coordinated-shutdown.run-by-jvm-shutdown-hook", "off"))
                .withFallback(ConfigFactory.load());
    }

    private static ActorRef persistence(ActorSystem actors, Path directory) {
        String uri = "jdbc:h2:file:" + directory.toAbsolutePath().resolve("queues") + ";WRITE_DELAY=0";
        SqlQueuePersistenceConfig config = new SqlQueuePersistenceConfig(true, "org.h2.Driver", uri, "", "", false);
        // Connects in the first call of a process, and does nothing in later ones, which need a database of their own,
        // too.
        DB.initializeSingleton(config);
        if (CONNECTED_BEFORE.getAndSet(true)) {
            ConnectionPool$.MODULE$.singleton(
                    uri,
                    "",
                    "",
                    ConnectionPool$.MODULE$.singleton$default$4(),
                    ConnectionPool$.MODULE$.singleton$default$5(
                            uri, "", "", ConnectionPool$.MODULE$.singleton$default$4()));
        }
        return actors.actorOf(Props.create(SqlQueuePersistenceActor.class, config, List$.MODULE$.empty()));
    }

    private static void restore(ActorRef persistence, ActorRef manager) {
        try {
            Object result = Patterns.ask(persistence, new QueueEvent.Restore(manager), PATIENCE)
                    .toCompletableFuture()
                    .join();
            if (result instanceof Either<?, ?> either && either.isLeft()) {
                throw new IllegalStateException("The local queues could not be restored: " + either);
            }
        } catch (CompletionException e) {
            throw new IllegalStateException("The local queues could not be restored", e.getCause());
        }
    }
}
