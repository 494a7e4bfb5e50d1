using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Verbs;

/// <summary>Validates combinations of the options of lists and watches, as in the real server (k8s.io/apimachinery, ValidateListOptions).</summary>
internal static class ListOptionRules
{
    private const string Match = "resourceVersionMatch";

    /// <exception cref="StatusException">The options are invalid: 422 with all causes.</exception>
    public static void Check(ListOptions options, bool isWatch)
    {
        var faults = (isWatch ? OfWatch(options) : OfList(options)).ToList();
        if (faults.Count > 0)
        {
            throw ApiErrors.Invalid("ListOptions", "meta.k8s.io", "", faults);
        }

        if (options is { Continue: not null, Version: > 0 })
        {
            throw ApiErrors.BadRequest("specifying resource version is not allowed when using continue");
        }
    }

    private static IEnumerable<StatusCause> OfList(ListOptions options)
    {
        if (options.VersionMatch is { } match)
        {
            if (options.Version is null)
            {
                yield return ApiErrors.Forbidden(Match, "resourceVersionMatch is forbidden unless resourceVersion is provided");
            }

            if (options.Continue is not null)
            {
                yield return ApiErrors.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided");
            }

            if (match is not (ListOptions.Exact or ListOptions.NotOlderThan))
            {
                yield return ApiErrors.Unsupported(Match, match, [ListOptions.Exact, ListOptions.NotOlderThan, ""]);
            }

            if (match == ListOptions.Exact && options.Version == 0)
            {
                yield return ApiErrors.Forbidden(Match, "resourceVersionMatch \"exact\" is forbidden for resourceVersion \"0\"");
            }
        }

        if (options.SendInitialEvents is not null)
        {
            yield return ApiErrors.Forbidden("sendInitialEvents", "sendInitialEvents is forbidden for list");
        }
    }

    private static IEnumerable<StatusCause> OfWatch(ListOptions options)
    {
        var match = options.VersionMatch;
        if (options.SendInitialEvents is not null && match != ListOptions.NotOlderThan)
        {
            yield return ApiErrors.Forbidden(Match, "sendInitialEvents requires setting resourceVersionMatch to NotOlderThan");
        }

        if (match is null)
        {
            yield break;
        }

        if (options.SendInitialEvents is null)
        {
            yield return ApiErrors.Forbidden(Match, "resourceVersionMatch is forbidden for watch unless sendInitialEvents is provided");
        }

        if (match != ListOptions.NotOlderThan)
        {
            yield return ApiErrors.Unsupported(Match, match, [ListOptions.NotOlderThan]);
        }

        if (options.Continue is not null)
        {
            yield return ApiErrors.Forbidden(Match, "resourceVersionMatch is forbidden when continue is provided");
        }
    }
}
