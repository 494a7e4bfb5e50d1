namespace KubeApi.Sandbox.Protocol;

internal static class ApiRequestExtensions
{
    /// <summary>The data about this request; created on first use.</summary>
    public static ApiRequest Api(this HttpContext context)
    {
        if (context.Features.Get<ApiRequest>() is { } known)
        {
            return known;
        }

        var request = new ApiRequest(context);
        context.Features.Set(request);
        return request;
    }
}
