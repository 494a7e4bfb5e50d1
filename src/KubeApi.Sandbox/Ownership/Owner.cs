using KubeApi.Sandbox.Errors;

namespace KubeApi.Sandbox.Ownership;

/// <summary>An owner of fields. One manager is a separate owner for applies and updates, for each subresource and, in updates, for each version.</summary>
/// <param name="ApiVersion">Empty for applies, which are the same in every version.</param>
internal sealed record Owner(string Manager, bool Applies, string ApiVersion, string Subresource)
{
    public static Owner Applying(string manager, string subresource) => new(manager, true, "", subresource);

    public static Owner Updating(string manager, string apiVersion, string subresource) => new(manager, false, apiVersion, subresource);

    /// <summary>The owner in the messages of conflicts.</summary>
    public override string ToString()
    {
        var name = ApiErrors.Quote(Manager) + (Subresource.Length == 0 ? "" : $" with subresource {ApiErrors.Quote(Subresource)}");
        return Applies ? name : $"{name} using {ApiVersion}";
    }
}
