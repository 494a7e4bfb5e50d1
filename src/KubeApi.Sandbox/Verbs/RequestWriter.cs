using KubeApi.Sandbox.Errors;
using KubeApi.Sandbox.Ownership;
using KubeApi.Sandbox.Protocol;

namespace KubeApi.Sandbox.Verbs;

/// <summary>The field manager of a request.</summary>
internal static class RequestWriter
{
    private const int LongestName = 128;

    /// <summary>The fieldManager of the request, or the program in its User-Agent.</summary>
    public static Writer Of(ApiRequest api)
    {
        if (api.Query("fieldManager") is not { } manager)
        {
            var program = api.Http.Request.Headers.UserAgent.ToString().Split('/')[0];
            program = new string([.. program.Where(c => !char.IsControl(c)).Take(LongestName)]);
            return new Writer(program.Length == 0 ? "unknown" : program, api.Info.Subresource);
        }

        if (manager.Length > LongestName)
        {
            var cause = new StatusCause("FieldValueTooLong", $"Too long: may not be more than {LongestName} bytes", "fieldManager");
            throw ApiErrors.Invalid(api.OptionsKind, "meta.k8s.io", "", [cause]);
        }

        return new Writer(manager, api.Info.Subresource);
    }

    /// <summary>An apply requires a fieldManager.</summary>
    public static Writer OfApply(ApiRequest api) => api.Query("fieldManager") is not null
        ? Of(api)
        : throw ApiErrors.Invalid(api.OptionsKind, "meta.k8s.io", "", [ApiErrors.Required("fieldManager", "is required for apply patch")]);
}
