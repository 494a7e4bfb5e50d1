namespace KubeApi.Client.Access;

/// <summary>The allowed verbs of one resource or one path.</summary>
/// <param name="Verbs">The verbs; <c>*</c> for all.</param>
/// <param name="Resource">The resource with its group and subresource, as <c>deployments.apps/scale</c>, <c>*.*</c> for all; empty for a path.</param>
/// <param name="Names">The names that the rule is limited to; none for all.</param>
/// <param name="Path">The path, which may end with <c>*</c>; empty for a resource.</param>
public sealed record AllowedRule(string[] Verbs, string Resource, string[] Names, string Path);
