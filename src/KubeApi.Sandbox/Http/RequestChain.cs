using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using KubeApi.Sandbox.Protocol;
using KubeApi.Sandbox.Rbac;
using KubeApi.Sandbox.Store;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Features;

namespace KubeApi.Sandbox.Http;

/// <summary>The middleware chain of every request, from top to bottom.</summary>
internal sealed class RequestChain(
    RequestLog log,
    FaultInjection faults,
    Func<HttpContext, Task<bool>> intercept,
    Trickle trickle,
    Authenticator authenticator,
    Impersonation impersonation,
    RbacAuthorizer authorizer,
    Router router)
{
    public void Assemble(IApplicationBuilder app)
    {
        app.Use(KeepDotSegmentsAsync);
        app.UseWebSockets(); // makes the upgrades of streams possible
        app.Use(log.InvokeAsync); // outermost: logs every request and its result
        app.Use(faults.InvokeAsync); // injected faults
        app.Use(InterceptAsync); // interception by tests
        app.Use(SetCommonHeadersAsync);
        app.Use(trickle.InvokeAsync); // speed of bodies
        app.Use(WriteFailuresAsync); // everything below fails with exceptions that carry a Status
        app.Use(authenticator.InvokeAsync); // authentication
        app.Use(impersonation.InvokeAsync); // impersonation
        app.Use(AuthorizeAsync); // authorization
        app.Run(router.HandleAsync);
    }

    // An API server does not resolve `..` in paths, but Kestrel does: a request for configmaps/.. would reach the namespace.
    private static Task KeepDotSegmentsAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Features.Get<IHttpRequestFeature>()!.RawTarget.Split('?')[0];
        if (path.StartsWith('/') && path.Split('/').Any(segment => Uri.UnescapeDataString(segment) is "." or ".."))
        {
            context.Request.Path = PathString.FromUriComponent(path);
        }

        return next(context);
    }

    private async Task InterceptAsync(HttpContext context, RequestDelegate next)
    {
        if (!await intercept(context))
        {
            await next(context);
        }
    }

    private static Task SetCommonHeadersAsync(HttpContext context, RequestDelegate next)
    {
        ResponseWriter.SetCommonHeaders(context.Response);
        return next(context);
    }

    private static async Task WriteFailuresAsync(HttpContext context, RequestDelegate next)
    {
        StatusException failure;
        try
        {
            await next(context);
            return;
        }
        catch (StatusException exception)
        {
            failure = exception;
        }
        catch (ObjectTooLargeException)
        {
            failure = ApiErrors.PassedOn("etcdserver: request is too large");
        }
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            failure = ApiErrors.RequestTooLarge(Body.Limit);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException) && !context.Response.HasStarted)
        {
            // A bug of the sandbox: respond with 500 as a server does, instead of dropping the connection.
            failure = ApiErrors.InternalError(exception);
        }

        await ResponseWriter.FailureAsync(context, failure);
    }

    private Task AuthorizeAsync(HttpContext context, RequestDelegate next)
    {
        var api = context.Api();
        var access = api.Info.ToAccess();
        var decision = authorizer.Decide(api.User, access);
        return decision.IsAllowed ? next(context) : throw ApiErrors.Forbidden(access, api.User.Name, decision.Reason);
    }
}
