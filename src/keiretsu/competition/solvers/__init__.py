r"""Private: how the first-order conditions of each demand form are solved.

`keiretsu.competition` is the door. Symbols, words and names in the code:

===================  ==========================================  ====================
symbol               word                                        code
===================  ==========================================  ====================
:math:`p, c, m`      prices, marginal costs, markups             prices, costs, markups
:math:`s_j, q_j`     share, quantity of product j                shares, sold
:math:`\kappa`       profit weights between makers               kappa, weights
:math:`\alpha`       price coefficient, positive                 alpha
:math:`\sigma`       nesting parameter (PyBLP's rho)             nesting
:math:`\zeta`        markups that the conditions ask for         best_markups, zeta
:math:`S`            derivatives of quantities by prices         slopes
:math:`\lambda`      shadow cost of a capacity                   shadow
                     condition over the product's own slope      residual (scaled)
                     the condition itself, not divided           excess (unscaled)
                     a maker in a nest                           pair, FirmNests
===================  ==========================================  ====================
"""
