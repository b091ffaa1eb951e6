/** Images of containers, which a program of the machine builds; start with {@link sleeper.deploy.image.ContainerImages}. */
package sleeper.deploy.image;
