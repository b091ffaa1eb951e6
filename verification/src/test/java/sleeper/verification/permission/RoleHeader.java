package sleeper.verification.permission;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/** Writes on each request of this process in whose role it is sent. The SDK finds it by the list of global interceptors. */
public final class RoleHeader implements ExecutionInterceptor {
    static final String NAME = "x-sleeper-role";

    @Override
    public SdkHttpRequest modifyHttpRequest(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        return context.httpRequest().copy(request -> request.putHeader(NAME, ActingRole.current()));
    }
}
