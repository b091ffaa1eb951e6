/** What the API has at each address, and how requests are told apart. */
package sleeper.api.route;
