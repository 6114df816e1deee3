"""GAEB, the German exchange of bills of quantities: DA XML 2.0 to 3.3, GAEB 2000 and GAEB 90."""
