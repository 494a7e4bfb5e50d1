using Microsoft.AspNetCore.Http;

namespace KubeApi.Sandbox.Http;

internal static class ApiRequestExtensions
{
    /// <summary>What is known about this request; made on first use.</summary>
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
