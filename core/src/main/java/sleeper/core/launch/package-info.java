/**
 * What platforms are asked for, and what their answers mean: start with {@link sleeper.core.launch.ClusterOffer} for what is asked,
 * and with {@link sleeper.core.launch.LaunchErrors} for what is answered. All of it is made of the attempt's plan alone.
 */
package sleeper.core.launch;
