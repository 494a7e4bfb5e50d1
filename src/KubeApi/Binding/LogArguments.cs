using System.Management.Automation;

namespace KubeApi.Binding;

/// <summary>Refuses arguments of Get-KubeApiLog that select no log.</summary>
internal static class LogArguments
{
    /// <summary>Checks how the cmdlet was called.</summary>
    /// <param name="invocation">The invocation.</param>
    /// <param name="pods">The value of -Pod.</param>
    /// <exception cref="ArgumentException">Something is missing.</exception>
    public static void Check(InvocationInfo invocation, string[] pods)
    {
        if (pods.Length == 0 && !invocation.ExpectingInput && !invocation.BoundParameters.ContainsKey("InputObject")
            && !invocation.BoundParameters.ContainsKey("LabelSelector"))
        {
            throw new ArgumentException("Name a pod, or select pods: Get-KubeApiLog web-1, or Get-KubeApiLog pods -LabelSelector app=web.");
        }
    }
}
