using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Refuses arguments of Get-KubeApiLog that select no log, and recommends a replacement.</summary>
internal static class LogArguments
{
    /// <summary>Checks how the cmdlet was called.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="pods">The value of -Pod.</param>
    /// <param name="rest">The arguments that no parameter accepts.</param>
    /// <exception cref="ArgumentException">An argument is missing, contradictory or unexpected.</exception>
    public static void Check(InvocationInfo invocation, string[] pods, string[] rest)
    {
        if (pods.Concat(rest).Select(a => KubectlOption.Explain(a, invocation.MyCommand)).OfType<string>().FirstOrDefault() is { } explained)
        {
            throw new ArgumentException(explained);
        }

        if (rest.Length > 0)
        {
            throw new ArgumentException(rest[0].StartsWith('-')
                ? $"Get-KubeApiLog has no parameter '{rest[0]}'."
                : $"Unexpected argument '{rest[0]}'. Separate pod names with commas, and name containers with -Container.");
        }

        if (pods.Length == 0 && invocation.BoundParameters.TryGetValue("LabelSelector", out var selector))
        {
            throw new ArgumentException($"-LabelSelector needs a resource type: Get-KubeApiLog pods -LabelSelector {selector}.");
        }

        if (IsTrue("Previous") && IsTrue("Follow"))
        {
            throw new ArgumentException("-Previous cannot be combined with -Follow: the previous run has ended.");
        }

        if (IsTrue("AllContainers") && invocation.BoundParameters.ContainsKey("Container"))
        {
            throw new ArgumentException("-Container cannot be combined with -AllContainers.");
        }

        if (pods.Length == 0 && !invocation.ExpectingInput && !invocation.BoundParameters.ContainsKey("InputObject"))
        {
            throw new ArgumentException("Name a pod, or select pods: Get-KubeApiLog web-1, or Get-KubeApiLog pods -LabelSelector app=web.");
        }

        bool IsTrue(string name) => invocation.BoundParameters.TryGetValue(name, out var value) && LanguagePrimitives.IsTrue(value);
    }
}
