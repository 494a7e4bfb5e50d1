using KubeApi.Sandbox.Auth;
using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Faults;
using KubeApi.Sandbox.Flow;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

/// <summary>The way of every request, from top to bottom.</summary>
internal sealed class RequestChain(Cluster cluster, RequestLog log, Func<HttpContext, Task<bool>> intercept)
{
    private readonly Authenticator _authenticator = new(cluster);
    private readonly Impersonation _impersonation = new(cluster.Authorizer);
    private readonly FaultInjection _faults = new(cluster);
    private readonly Trickle _trickle = new(cluster);
    private readonly Router _router = new(cluster);

    public void Assemble(IApplicationBuilder app)
    {
        app.UseWebSockets(); // makes the upgrades of streams possible
        app.Use(log.InvokeAsync); // outermost: sees every request, and how it ended
        app.Use(cluster.ResponseSizes.InvokeAsync); // how much went out
        app.Use(_faults.InvokeAsync); // what was asked to go wrong
        app.Use(InterceptAsync); // what a test does by itself
        app.Use(SetCommonHeadersAsync);
        app.Use(_trickle.InvokeAsync); // how slowly
        app.Use(WriteFailuresAsync); // everything below fails with exceptions that carry a Status
        app.Use(_authenticator.InvokeAsync); // who asks
        app.Use(_impersonation.InvokeAsync); // as whom
        app.Use(cluster.Priorities.InvokeAsync); // how important
        app.Use(AuthorizeAsync); // whether that is allowed
        app.Run(_router.HandleAsync);
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
        catch (BadHttpRequestException exception) when (exception.StatusCode == StatusCodes.Status413PayloadTooLarge)
        {
            failure = ApiErrors.RequestTooLarge(Body.Limit);
        }
        catch (Exception exception) when (exception is not (OperationCanceledException or IOException) && !context.Response.HasStarted)
        {
            // A defect of the sandbox: say so as a server would, rather than drop the connection.
            failure = ApiErrors.InternalError(exception);
        }

        await ResponseWriter.FailureAsync(context, failure);
    }

    private Task AuthorizeAsync(HttpContext context, RequestDelegate next)
    {
        var api = context.Api();
        var access = api.Info.ToAccess();
        var decision = cluster.Authorizer.Decide(api.User, access);
        return decision.IsAllowed ? next(context) : throw ApiErrors.Forbidden(access, api.User.Name, decision.Reason);
    }
}
