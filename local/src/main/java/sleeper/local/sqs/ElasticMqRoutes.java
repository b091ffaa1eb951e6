package sleeper.local.sqs;

import java.lang.reflect.InvocationTargetException;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.pekko.actor.ActorRef;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.javadsl.server.Route;
import org.apache.pekko.http.javadsl.server.directives.RouteAdapter;
import org.apache.pekko.http.scaladsl.server.RequestContext;
import org.apache.pekko.http.scaladsl.server.RouteResult;
import org.apache.pekko.stream.Materializer;
import org.elasticmq.Limits;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.AutoCreateQueuesConfig;
import org.elasticmq.rest.sqs.ElasticMQConfig;
import org.elasticmq.rest.sqs.QueueURLModule;
import org.elasticmq.rest.sqs.TheSQSRestServerBuilder;
import org.elasticmq.rest.sqs.XmlNsVersion;
import scala.Function1;
import scala.concurrent.Future;

/**
 * What ElasticMQ answers to requests, without the port on which it would listen: nothing could stand before that port, and whoever
 * found it would go around the guard. ElasticMQ gives its routes to no caller; they are taken from where its server takes them, by the
 * names that its compiler gave them. A version that names them otherwise fails when the queues are opened.
 */
final class ElasticMqRoutes {
    private static final String DIRECTIVES = "$$anon$1";
    private static final String ROUTE = "$anonfun$start$4";

    private ElasticMqRoutes() {}

    /** @param address where clients find the queues; part of their URLs */
    static Route of(TheSQSRestServerBuilder builder, ActorSystem actors, ActorRef manager, NodeAddress address) {
        try {
            Object directives = Class.forName(TheSQSRestServerBuilder.class.getName() + DIRECTIVES)
                    .getConstructor(
                            TheSQSRestServerBuilder.class,
                            AtomicReference.class,
                            ActorSystem.class,
                            Materializer.class,
                            ActorRef.class,
                            Limits.class,
                            AutoCreateQueuesConfig.class)
                    .newInstance(
                            builder,
                            new AtomicReference<>(address),
                            actors,
                            Materializer.matFromSystem(actors),
                            manager,
                            builder.sqsLimits(),
                            builder.autoCreateQueuesConfig());
            Object route = TheSQSRestServerBuilder.class
                    .getMethod(ROUTE, QueueURLModule.class, ElasticMQConfig.class, XmlNsVersion.class)
                    .invoke(null, directives, new ElasticMQConfig(), XmlNsVersion.apply());
            return RouteAdapter.asJava(cast(route));
        } catch (InvocationTargetException e) {
            throw new IllegalStateException("ElasticMQ could not be set up", e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("This is not the version of ElasticMQ that the project is made for", e);
        }
    }

    @SuppressWarnings("unchecked")
    private static Function1<RequestContext, Future<RouteResult>> cast(Object route) {
        return (Function1<RequestContext, Future<RouteResult>>) route;
    }
}
