"""Start LocalStack on 127.0.0.1 alone: its gateway listens on every interface, whatever GATEWAY_LISTEN says."""

from twisted.internet import endpoints


class OnLoopback(endpoints.TCP4ServerEndpoint):
    def __init__(self, reactor, port, backlog=50, interface="127.0.0.1"):
        super().__init__(reactor, port, backlog, interface)


endpoints.TCP4ServerEndpoint = OnLoopback

from localstack.runtime.main import main  # noqa: E402  (it takes the class above)

main()
